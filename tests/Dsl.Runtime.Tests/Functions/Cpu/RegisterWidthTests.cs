using System.Diagnostics;
using System.Globalization;
using System.Xml.Linq;
using SerpentDsl.Testing;

namespace SerpentDsl.Runtime.Tests.Functions.Cpu;

/// <summary>Runs the kernels' tests in a process of its own for every register width of the machine.</summary>
public sealed class RegisterWidthTests
{
    /// <summary>Whether long streams keep their memory does not hang on the width.</summary>
    private const string Filter = $"{RegisterWidth.Trait}={RegisterWidth.Every}&FullyQualifiedName!~A_stream_of_a_million_tokens";

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    [Theory]
    [Registers(512)]
    [Registers(256)]
    [Registers(128)]
    [Registers(0)]
    public async Task The_kernels_tests_pass_with_registers_of(int bits)
    {
        using var folder = new TemporaryFolder();
        var output = await Run(bits, folder.Path);
        Assert.True(folder.Files.Contains("results.trx"), $"No test ran with registers of {bits} bits: {output}");
        var document = XDocument.Load(folder["results.trx"]);
        XElement[] results = [.. document.Descendants().Where(element => element.Name.LocalName == "UnitTestResult")];
        var failed = results.Where(result => result.Attribute("outcome")?.Value == "Failed");
        string[] failures = [.. failed.Select(result => $"{Name(result)}: {Text(result, "Message")}")];
        Assert.True(
            failures.Length == 0,
            $"{failures.Length} of {results.Length} tests fail with registers of {bits} bits:\n{string.Join('\n', failures)}");

        // A host that crashed has failed no test.
        Assert.True(output.Contains("Passed!", StringComparison.Ordinal), output);
        const string Width = nameof(LaneWidthTests.Kernels_take_the_widest_registers);
        var width = Assert.Single(results, result => Name(result).EndsWith(Width, StringComparison.Ordinal));
        Assert.Equal(bits.ToString(CultureInfo.InvariantCulture), Text(width, "StdOut"));
    }

    private static async Task<string> Run(int bits, string folder)
    {
        var start = new ProcessStartInfo(
            Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet",
            [
                "test", typeof(RegisterWidthTests).Assembly.Location, "--filter", Filter,
                "--logger", "trx;LogFileName=results.trx", "--results-directory", folder,
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // Threads that spin while they wait cost more than the tests where other processes want the processors too.
        start.Environment["OMP_WAIT_POLICY"] = "PASSIVE";
        if (RegisterWidth.Switch(bits) is { } name)
        {
            start.Environment[name] = "0";
        }

        using var process = Process.Start(start)!;
        using var patience = new CancellationTokenSource(s_patience);
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(patience.Token);
            var errors = process.StandardError.ReadToEndAsync(patience.Token);
            await process.WaitForExitAsync(patience.Token);
            return await output + await errors;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static string Name(XElement result) => result.Attribute("testName")!.Value;

    private static string? Text(XElement result, string name) =>
        result.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value.Trim();
}
