using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SerpentDsl.Build.Tests;

/// <summary>Runs programs in processes of their own.</summary>
internal static class ChildProcess
{
    /// <summary>Runs a program to its end.</summary>
    /// <param name="program">The program's file, or its name where the system finds it.</param>
    /// <param name="folder">The folder that it works in.</param>
    /// <param name="environment">What is added to this process's environment.</param>
    /// <param name="arguments">Its arguments.</param>
    /// <returns>The exit code, and what was written to standard output and error.</returns>
    public static (int ExitCode, string Output) Run(
        string program, string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using var process = Start(program, folder, environment, arguments);
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.Result);
    }

    /// <summary>Starts a program, whose output and errors are to be read.</summary>
    /// <param name="program">The program's file, or its name where the system finds it.</param>
    /// <param name="folder">The folder that it works in.</param>
    /// <param name="environment">What is added to this process's environment.</param>
    /// <param name="arguments">Its arguments.</param>
    public static Process Start(
        string program, string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
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

        // Native launchers look for .NET at the usual places only; the test may run on another one.
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    private static bool IsInherited(string name) =>
        name.StartsWith("MSBuild", StringComparison.OrdinalIgnoreCase) || name.StartsWith("MALLOC_", StringComparison.Ordinal)
        || name.StartsWith("OMP_", StringComparison.Ordinal) || name.StartsWith("GOMP_", StringComparison.Ordinal) || name == "LD_PRELOAD";
}
