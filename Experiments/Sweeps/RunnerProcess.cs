using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace SerpentDsl.Experiments.Sweeps;

/// <summary>Starts a program, usually another process of this one.</summary>
/// <param name="program">The program's file.</param>
/// <param name="first">Its first arguments.</param>
internal sealed class RunnerProcess(string program, IReadOnlyList<string> first) : IMemberProcess
{
    private const int Terminate = 15;

    /// <summary>The program that this process is. Under <c>dotnet serpent.dll</c> that is dotnet.</summary>
    public static RunnerProcess OfThisProgram()
    {
        var path = Environment.ProcessPath ?? throw new IOException(
            "The system does not report the path of this program, so it cannot be started again.");
        return new RunnerProcess(path, Path.GetFileNameWithoutExtension(path) == "dotnet" ? [Environment.GetCommandLineArgs()[0]] : []);
    }

    public int Run(IReadOnlyList<string> arguments, string log, CancellationToken cancellation)
    {
        var start = new ProcessStartInfo(program)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in first.Concat(arguments))
        {
            start.ArgumentList.Add(argument);
        }

        using var output = new StreamWriter(
            new FileStream(log, FileMode.Append, FileAccess.Write, FileShare.Read), new UTF8Encoding(false))
        { AutoFlush = true };
        output.WriteLine($"$ {string.Join(' ', arguments)}");
        using var process = Process.Start(start)!;
        process.OutputDataReceived += Copy;
        process.ErrorDataReceived += Copy;
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        using (cancellation.Register(() => _ = Kill(process.Id, Terminate)))
        {
            process.WaitForExit();
        }

        return process.ExitCode;

        void Copy(object sender, DataReceivedEventArgs line)
        {
            if (line.Data is { } text)
            {
                lock (output)
                {
                    output.WriteLine(text);
                }
            }
        }
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int Kill(int process, int signal);
}
