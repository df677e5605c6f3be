using SerpentDsl.Testing;

namespace SerpentDsl.Build.Tests.Packages;

/// <summary>The runner as a .NET tool, as docs/reference/command-line.md installs it.</summary>
[Trait("Category", "Packages")]
public sealed class ToolTests : IDisposable
{
    private const string PackageVersion = "0.1.0-test";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>About a minute, in which libtorch's 480 MB are packed.</summary>
    [LinuxFact]
    public void The_packed_tool_is_installed_and_lists_and_trains_models()
    {
        DotnetCommand.Make(
            _folder.Path,
            "pack", RepositoryRoot.Combine("Experiments", "Experiments.csproj"), "-c", BuildFacts.Configuration, "-o", _folder["feed"],
            "-p:AsTool=true", "-p:ToolSystems=linux-x64", $"-p:PackageVersion={PackageVersion}");
        var (exitCode, output) = DotnetCommand.Run(
            _folder.Path, new Dictionary<string, string>(),
            "tool", "install", "SerpentDsl.Tool", "--version", PackageVersion,
            "--tool-path", _folder["tools"], "--source", _folder["feed"]);
        Assert.True(exitCode == 0, output);

        Assert.Contains("SerpentS4ListOps ", Serpent("list"), StringComparison.Ordinal);
        var training = Serpent(
            "train", "SerpentS4ListOps", "--quick", "--max-steps", "3", "--evaluation-rows", "8", "--out", _folder["run"]);
        Assert.Contains("Done. 3 steps", training, StringComparison.Ordinal);
        Assert.Contains($"serpent eval {_folder["run"]}", training, StringComparison.Ordinal);
        Assert.True(File.Exists(Path.Combine(_folder["run"], "checkpoints", "best.safetensors")));
    }

    private string Serpent(params string[] arguments)
    {
        var (exitCode, output) = ChildProcess.Run(
            Path.Combine(_folder["tools"], "serpent"), _folder.Path, new Dictionary<string, string>(), arguments);
        Assert.True(exitCode == 0, output);
        return output;
    }
}
