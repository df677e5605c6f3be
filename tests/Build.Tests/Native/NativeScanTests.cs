using System.Diagnostics;
using SerpentDsl.Testing;

namespace SerpentDsl.Build.Tests.Native;

/// <summary>The kernels alone, compiled ahead of time: <c>samples/NativeScan</c>.</summary>
public sealed class NativeScanTests
{
    [NativeFact]
    public void The_sample_publishes_without_warnings_and_scans()
    {
        using var folder = new TemporaryFolder();
        var (exitCode, output) = DotnetCommand.Run(
            folder.Path, new Dictionary<string, string>(),
            "publish", RepositoryRoot.Combine("samples", "NativeScan", "NativeScan.csproj"), "-c", "Release", "-o", folder.Path,
            "--nologo", "-v", "m", "-nr:false", "-p:UseSharedCompilation=false");
        Assert.True(exitCode == 0 && !output.Contains("warning", StringComparison.OrdinalIgnoreCase), output);
        Assert.Empty(Directory.GetFiles(folder.Path, "*TorchSharp*"));

        using var scan = Process.Start(new ProcessStartInfo(folder["native-scan"]) { RedirectStandardOutput = true })!;
        var printed = scan.StandardOutput.ReadToEnd();
        scan.WaitForExit();
        Assert.True(scan.ExitCode == 0, printed);
        Assert.StartsWith("32,768 outputs;", printed, StringComparison.Ordinal);
    }
}
