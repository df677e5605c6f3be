using System.Diagnostics;

namespace SerpentDsl.Build.Tests.Loading;

/// <summary>Runs <c>dotnet</c> in a process of its own.</summary>
internal static class DotnetCommand
{
    /// <summary>Runs a command to its end.</summary>
    /// <returns>The exit code, and what was written to standard output and error.</returns>
    public static (int ExitCode, string Output) Run(
        string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // The build that runs this test leaves its own paths in the environment, and launchers their settings.
        foreach (var name in start.Environment.Keys.Where(IsInherited).ToArray())
        {
            start.Environment.Remove(name);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    private static bool IsInherited(string name) =>
        name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) || name.StartsWith("MALLOC_", StringComparison.Ordinal)
        || name.StartsWith("OMP_", StringComparison.Ordinal) || name.StartsWith("GOMP_", StringComparison.Ordinal) || name == "LD_PRELOAD";
}
