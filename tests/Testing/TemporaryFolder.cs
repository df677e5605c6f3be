namespace SerpentDsl.Testing;

/// <summary>An empty folder for one test; deleted when disposed.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serpent-test-");

    /// <summary>Path of the folder.</summary>
    public string Path => _folder.FullName;

    /// <summary>Names of the files in the folder.</summary>
    public IEnumerable<string> Files => _folder.EnumerateFiles().Select(file => file.Name);

    /// <summary>Path of a file or folder in this folder.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
