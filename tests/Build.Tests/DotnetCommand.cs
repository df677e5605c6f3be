namespace SerpentDsl.Build.Tests;

/// <summary>Runs <c>dotnet</c> in a process of its own.</summary>
internal static class DotnetCommand
{
    // Without servers that would outlive the test.
    private static readonly string[] s_ofBuilds = ["--nologo", "-v", "q", "-nr:false", "-p:UseSharedCompilation=false"];

    /// <summary>Runs a command to its end.</summary>
    /// <returns>The exit code, and what was written to standard output and error.</returns>
    public static (int ExitCode, string Output) Run(
        string folder, IReadOnlyDictionary<string, string> environment, params string[] arguments) =>
        ChildProcess.Run("dotnet", folder, environment, arguments);

    /// <summary>Builds, packs or publishes; it must succeed.</summary>
    /// <param name="folder">The folder that the command works in.</param>
    /// <param name="arguments">The command and its arguments; those that keep it quick and quiet are added.</param>
    public static void Make(string folder, params string[] arguments)
    {
        var (exitCode, output) = Run(folder, new Dictionary<string, string>(), [.. arguments, .. s_ofBuilds]);
        Assert.True(exitCode == 0, $"dotnet {string.Join(' ', arguments)}\n{output}");
    }
}
