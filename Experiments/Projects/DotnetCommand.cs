using System.Diagnostics;
using System.Text;

namespace SerpentDsl.Experiments.Projects;

/// <summary>Runs commands of the .NET SDK.</summary>
internal static class DotnetCommand
{
    /// <summary>Runs a command and waits for its end. Its output is shown only if it fails.</summary>
    /// <param name="folder">The working folder of the command.</param>
    /// <param name="cancellation">Set when the user wants to stop: the command and what it started are then ended. Ctrl-C also reaches
    /// the command, which may end as if it had succeeded.</param>
    /// <param name="arguments">The arguments after <c>dotnet</c>.</param>
    /// <exception cref="IOException">The command failed.</exception>
    /// <exception cref="OperationCanceledException">The user stopped the command.</exception>
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
        using (cancellation.Register(() => process.Kill(entireProcessTree: true)))
        {
            process.WaitForExit();
        }

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
