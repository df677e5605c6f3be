using System.ComponentModel;
using System.Diagnostics;

namespace SerpentDsl.Experiments.Runs;

/// <summary>Asks git which revision is checked out.</summary>
internal static class GitRevision
{
    private const int PatienceMilliseconds = 5_000;

    /// <summary>
    /// The commit of the working folder, with <c>+changes</c> if tracked files differ from it; null without git or outside of a repository.
    /// </summary>
    public static string? OfWorkingFolder() =>
        Ask("rev-parse", "HEAD") is { Length: > 0 } revision
            ? Ask("status", "--porcelain", "--untracked-files=no") is { Length: > 0 } ? $"{revision}+changes" : revision
            : null;

    private static string? Ask(params string[] arguments)
    {
        // Without optional locks git changes no file of the repository; a lock would stay if this process were killed.
        var start = new ProcessStartInfo("git", ["--no-optional-locks", .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        try
        {
            using var process = Process.Start(start)!;
            process.ErrorDataReceived += static (_, _) => { };
            process.BeginErrorReadLine();
            var output = process.StandardOutput.ReadToEndAsync();
            if (!process.WaitForExit(PatienceMilliseconds))
            {
                process.Kill();
                return null;
            }

            return process.ExitCode == 0 ? output.GetAwaiter().GetResult().Trim() : null;
        }
        catch (Win32Exception)
        {
            return null;
        }
    }
}
