namespace SerpentDsl.Build.Tests.Loading;

[Trait("Category", "Packages")]
public sealed class OutsideProjectTests : IClassFixture<OutsideProject>
{
    private static readonly byte[] s_original = File.ReadAllBytes(BuildFacts.TorchSharpLibrary);

    private readonly OutsideProject _project;

    public OutsideProjectTests(OutsideProject project) => _project = project;

    [LinuxFact]
    public void A_project_of_the_package_builds_publishes_and_runs()
    {
        // As the package has it: a hard link to the cache, which the mended one then takes the place of.
        _project.Make("build", "-p:SerpentMendTorch=never");
        Assert.Equal(s_original, File.ReadAllBytes(_project.Library(_project.Built)));
        if (!SymbolVersionNeed.MachineHasIt(out _))
        {
            AssertThreeLines(_project.Run(_project.Built));
        }

        _project.Make("build", "-p:SerpentMendTorch=always", "--no-restore");
        AssertMended(_project.Built);
        AssertRuns(_project.Run(_project.Built, ("OMP_NUM_THREADS", "1")), "threads 1");
        AssertRuns(_project.Run(_project.Built), "GOMP_SPINCOUNT 1000");
        AssertRuns(_project.Run(_project.Built), "allocator glibc, freed memory kept");
        AssertRuns(_project.Run(_project.Built, ("MALLOC_TOP_PAD_", "0")), "allocator the C library's, as MALLOC_TOP_PAD_ says");

        var portable = Path.Combine(_project.Folder, "portable");
        _project.Make("publish", "--no-restore", "-p:PublishDir=portable/");
        AssertMended(portable);
        AssertRuns(_project.Run(portable), "sum 3");

        var flat = Path.Combine(_project.Folder, "flat");
        _project.Make("publish", "-r", "linux-x64", "--self-contained", "false", "-p:PublishDir=flat/");
        Assert.Equal(Path.Combine(flat, "libLibTorchSharp.so"), _project.Library(flat));
        AssertMended(flat);
        AssertRuns(_project.Run(flat), "sum 3");

        Assert.Equal(s_original, File.ReadAllBytes(BuildFacts.TorchSharpLibrary));
    }

    private void AssertMended(string folder)
    {
        var library = File.ReadAllBytes(_project.Library(folder));
        Assert.Equal(SymbolVersionNeed.Outcome.NotNeeded, SymbolVersionNeed.Weaken(library, out var reason));
        Assert.Contains("weak already", reason);
    }

    private static void AssertRuns((int ExitCode, string Output) run, string line)
    {
        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Contains(line, run.Output);
        Assert.Contains("sum 3", run.Output);
    }

    // Of .NET's own report of an unhandled exception, the first lines are the message.
    private static void AssertThreeLines((int ExitCode, string Output) run)
    {
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("GLIBCXX_3.4.32", run.Output);
        Assert.Contains("What to do: ", run.Output);
        Assert.DoesNotContain("LoadNativeBackend", run.Output);
    }
}
