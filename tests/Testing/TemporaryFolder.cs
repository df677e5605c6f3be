namespace SerpentDsl.Testing;

/// <summary>An empty folder of one test, removed after it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serpent-test-");

    /// <summary>The folder.</summary>
    public string Path => _folder.FullName;

    /// <summary>Names of the files in it.</summary>
    public IEnumerable<string> Files => _folder.EnumerateFiles().Select(file => file.Name);

    /// <summary>Path of a file or folder in it.</summary>
    public string this[string name] => System.IO.Path.Combine(Path, name);

    public void Dispose() => _folder.Delete(recursive: true);
}
