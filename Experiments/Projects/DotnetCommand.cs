using System.Diagnostics;
using System.Text;

namespace SerpentDsl.Experiments.Projects;

/// <summary>Commands of the .NET SDK.</summary>
internal static class DotnetCommand
{
    /// <summary>Carries out a command; what it prints is shown only if it fails.</summary>
    /// <param name="folder">The folder that it works in.</param>
    /// <param name="cancellation">Set when the user wants to stop. A Ctrl-C reaches the command, too, which may then end as if all were
    /// done.</param>
    /// <param name="arguments">What follows <c>dotnet</c>.</param>
    /// <exception cref="IOException">It failed.</exception>
    /// <exception cref="OperationCanceledException">The user stopped it.</exception>
    public static void Run(string folder, CancellationToken cancellation, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        var printed = new StringBuilder();
        process.OutputDataReceived += Keep;
        process.ErrorDataReceived += Keep;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        cancellation.ThrowIfCancellationRequested();
        if (process.ExitCode != 0)
        {
            throw new IOException($"'dotnet {string.Join(' ', arguments)}' failed in {folder}:\n{printed}");
        }

        void Keep(object sender, DataReceivedEventArgs line)
        {
            lock (printed)
            {
                printed.AppendLine(line.Data);
            }
        }
    }
}
