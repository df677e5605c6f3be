using System.Runtime.InteropServices;
using SerpentDsl.Testing;

namespace SerpentDsl.Build.Tests.Mending;

public sealed class MendTorchLibraryTests : IDisposable
{
    private const string LibraryName = "libLibTorchSharp.so";

    private static readonly byte[] s_original = File.ReadAllBytes(BuildFacts.TorchSharpLibrary);

    private readonly TemporaryFolder _folder = new();
    private readonly RecordingEngine _engine = new();
    private readonly string _cached;
    private readonly string _output;

    public MendTorchLibraryTests()
    {
        _cached = _folder["cached.so"];
        _output = Path.Combine(_folder.Path, "output", LibraryName);
        Directory.CreateDirectory(Path.GetDirectoryName(_output)!);
        File.WriteAllBytes(_cached, s_original);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_copy_is_mended_and_the_original_is_not_touched()
    {
        Mend();

        AssertMended();
    }

    [Fact]
    public void A_file_that_was_there_is_replaced()
    {
        File.WriteAllText(_output, "older");

        Mend();

        AssertMended();
    }

    [LinuxFact]
    public void Nothing_is_written_through_a_hard_link()
    {
        File.Delete(_output);
        Assert.Equal(0, CreateHardLink(_cached, _output));

        Mend();

        AssertMended();
    }

    [LinuxFact]
    public void Nothing_is_written_through_a_symbolic_link()
    {
        File.CreateSymbolicLink(_output, _cached);

        Mend();

        AssertMended();
        Assert.Null(new FileInfo(_output).LinkTarget);
    }

    [Fact]
    public void An_original_that_may_not_be_written_is_mended_all_the_same()
    {
        File.SetAttributes(_cached, FileAttributes.ReadOnly);

        Mend();

        AssertMended();
        File.SetAttributes(_cached, FileAttributes.Normal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(40)]
    [InlineData(100_000)]
    public void A_damaged_library_is_a_warning_and_no_file(int length)
    {
        File.WriteAllBytes(_cached, s_original[..length]);

        Mend();

        var warning = Assert.Single(_engine.Warnings);
        Assert.Contains("used as it is", warning.Message);
        Assert.Equal(_cached, warning.File);
        Assert.False(File.Exists(_output));
        Assert.False(File.Exists(_folder["stamp"]));
        Assert.Equal(s_original[..length], File.ReadAllBytes(_cached));
    }

    [Fact]
    public void A_library_that_is_not_there_is_a_warning()
    {
        File.Delete(_cached);

        Mend();

        Assert.Contains("cached.so", Assert.Single(_engine.Warnings).Message);
    }

    [DllImport("libc", EntryPoint = "link")]
    private static extern int CreateHardLink(string existing, string link);

    private void Mend()
    {
        MendTorchLibrary task = new() { BuildEngine = _engine, Source = _cached, Destination = _output, Stamp = _folder["stamp"] };
        Assert.True(task.Execute());
    }

    private void AssertMended()
    {
        Assert.Empty(_engine.Warnings);
        Assert.Equal(s_original, File.ReadAllBytes(_cached));
        var output = File.ReadAllBytes(_output);
        Assert.Equal(SymbolVersionNeed.Outcome.NotNeeded, SymbolVersionNeed.Weaken(output, out var reason));
        Assert.Contains("weak already", reason);
        Assert.Equal([LibraryName], Directory.GetFiles(Path.GetDirectoryName(_output)!).Select(Path.GetFileName));
        Assert.True(File.Exists(_folder["stamp"]));
    }
}
