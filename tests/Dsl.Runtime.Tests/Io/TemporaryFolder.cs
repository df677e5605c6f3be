namespace SerpentDsl.Runtime.Tests.Io;

/// <summary>A folder of one test, removed after it.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("serpent-test-");

    public string File(string name) => Path.Combine(_folder.FullName, name);

    public IEnumerable<string> Files => _folder.EnumerateFiles().Select(file => file.Name);

    public void Dispose() => _folder.Delete(recursive: true);
}
