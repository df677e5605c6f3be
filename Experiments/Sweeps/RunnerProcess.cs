using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;

namespace SerpentDsl.Experiments.Sweeps;

/// <summary>Starts a program, usually this one, as another process.</summary>
/// <param name="program">Path of the program.</param>
/// <param name="first">Arguments that come before those of a command.</param>
internal sealed class RunnerProcess(string program, IReadOnlyList<string> first) : IMemberProcess
{
    private const int Terminate = 15;

    /// <summary>Starts the program of this process; under <c>dotnet serpent.dll</c> that is dotnet with the path of the DLL.</summary>
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
