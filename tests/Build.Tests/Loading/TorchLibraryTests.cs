using SerpentDsl.Native;
using SerpentDsl.Testing;

namespace SerpentDsl.Build.Tests.Loading;

public sealed class TorchLibraryTests
{
    [Fact]
    public void The_second_call_and_calls_of_many_threads_give_what_the_first_gave()
    {
        var first = TorchLibrary.Load();

        Parallel.For(0, 16, _ => Assert.Same(first, TorchLibrary.Load()));
    }

    [Fact]
    public void Files_beside_the_program_come_before_the_shared_folder()
    {
        var platform = NativePlatform.Current;

        string[] folders = [.. TorchLibrary.Folders("/program/", $"/named/{Path.PathSeparator}/program/", "/shared", platform)];

        var own = Path.Combine("/program/", "runtimes", platform.RuntimeIdentifier, "native");
        Assert.Equal(["/named", "/program", own, "/shared"], folders);
    }

    [Fact]
    public void A_missing_library_is_told_in_three_lines()
    {
        using TemporaryFolder folder = new();

        var exception =
            Assert.Throws<TorchLoadException>(() => LoadFrom(folder.Path));

        AssertThreeLines(exception, "LibTorchSharp", folder.Path, "build the program again");
    }

    [Fact]
    public void A_missing_package_of_libtorch_is_told_in_three_lines()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder[NativePlatform.Current.FileName("LibTorchSharp")], "");

        var exception =
            Assert.Throws<TorchLoadException>(() => LoadFrom(folder.Path));

        AssertThreeLines(exception, "torch_cpu", "missing", "TorchSharp-cpu");
    }

    [LinuxFact]
    public void A_library_that_the_loader_refuses_is_told_in_its_own_words()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["libLibTorchSharp.so"], "");
        File.WriteAllText(folder["libtorch_cpu.so"], "no library");

        var exception =
            Assert.Throws<TorchLoadException>(() => LoadFrom(folder.Path));

        AssertThreeLines(exception, folder["libtorch_cpu.so"], "file too short", "build the program again");
    }

    private static void LoadFrom(string folder) =>
        TorchLibrary.LoadFrom([folder], NativePlatform.Current, new Dictionary<string, nint>());

    private static void AssertThreeLines(TorchLoadException exception, string library, string reason, string remedy)
    {
        var lines = exception.Message.Split('\n');
        Assert.Equal(3, lines.Length);
        Assert.Contains(library, lines[0]);
        Assert.Contains(reason, lines[1]);
        Assert.Contains(remedy, lines[2]);
        Assert.DoesNotContain("Unable to load", exception.Message);
    }
}
