using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using SerpentDsl.Experiments.Tests.Interruption;
using SerpentDsl.Experiments.Tests.Models;

namespace SerpentDsl.Experiments.Tests.Resume;

/// <summary>The runner, with the architectures of this assembly, as a process of its own.</summary>
internal sealed class KillableRunner : IDisposable
{
    /// <summary>Only a process that hangs takes so long, on a loaded machine too.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private const string Dotnet = "dotnet";

    /// <summary>
    /// Whether this process ignores a signal, as under <c>nohup</c> or in the background of a script. Its children would inherit that, and
    /// never end by the signals that the tests send.
    /// </summary>
    private static readonly bool s_ignoresSignals = IgnoredSignals() != 0;

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private KillableRunner(ProcessStartInfo start)
    {
        if (s_ignoresSignals && start.FileName == Dotnet)
        {
            start.ArgumentList.Insert(0, "--default-signal=HUP,INT,QUIT");
            start.ArgumentList.Insert(1, Dotnet);
            start.FileName = "env";
        }

        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        (_output, _errors) = (ReadToEnd(_process.StandardOutput), ReadToEnd(_process.StandardError));
    }

    /// <summary>Whether it has written anything.</summary>
    public bool HasWritten { get; private set; }

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    public string Output => _output.Result;

    public string Errors => _errors.Result;

    public static KillableRunner Start(params string[] command) =>
        new(new ProcessStartInfo(Dotnet, [typeof(KillableRunner).Assembly.Location, .. command]));

    /// <summary>Starts it with environment variables.</summary>
    public static KillableRunner StartWith(IReadOnlyDictionary<string, string> variables, params string[] command)
    {
        var start = new ProcessStartInfo(Dotnet, [typeof(KillableRunner).Assembly.Location, .. command]);
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return new KillableRunner(start);
    }

    /// <summary>Starts a command that gets stuck or slow at a stage, and waits until it is there.</summary>
    /// <param name="stage">The stage; see <see cref="StuckWork"/>.</param>
    /// <param name="mark">A file that does not exist.</param>
    /// <param name="command">The command.</param>
    public static KillableRunner StartStuck(string stage, string mark, params string[] command)
    {
        var process = StartWith(
            new Dictionary<string, string> { [StuckWork.StageVariable] = stage, [StuckWork.MarkVariable] = mark }, command);
        process.Await(() => File.Exists(mark));
        return process;
    }

    /// <summary>Starts it as <c>nohup</c> does.</summary>
    public static KillableRunner StartIgnoringHangUp(params string[] command) =>
        new(new ProcessStartInfo(
            "bash", ["-c", "trap '' HUP; exec dotnet \"$@\"", "bash", typeof(KillableRunner).Assembly.Location, .. command]));

    /// <summary>Starts it so that no file of it can grow beyond a size, as if the disk were full.</summary>
    public static KillableRunner StartWithSmallFiles(int kibibytes, params string[] command)
    {
        // The runtime maps its code through a large file unless told otherwise. Writing too much is an error once its signal is ignored.
        var start = new ProcessStartInfo(
            "bash", ["-c", $"trap '' XFSZ; ulimit -f {kibibytes}; exec dotnet "
            + $"\"$@\"", "bash", typeof(KillableRunner).Assembly.Location, .. command]);
        start.Environment["DOTNET_EnableWriteXorExecute"] = "0";
        return new KillableRunner(start);
    }

    /// <summary>Waits until something happens, which must be before the process ends.</summary>
    public void Await(Func<bool> happened)
    {
        var clock = Stopwatch.StartNew();
        while (!happened())
        {
            Assert.True(clock.Elapsed < Patience, "The process does not get there.");
            if (WaitForExit(TimeSpan.FromMilliseconds(20)))
            {
                Assert.True(happened(), $"{ExitCode}\n{Output}\n{Errors}");
            }
        }
    }

    /// <summary>Sends a signal, and waits for the process to end because of it.</summary>
    public void Interrupt(int signal)
    {
        Assert.Equal(0, SendSignal(Id, signal));
        Assert.True(WaitForExit(Patience));
        Assert.Equal(Experiments.ExitCode.Interrupted, ExitCode);
    }

    /// <summary>Sends a signal.</summary>
    public void Send(int signal) => Assert.Equal(0, SendSignal(Id, signal));

    public bool WaitForExit(TimeSpan time) => _process.WaitForExit(time);

    /// <summary>Ends it at once, by SIGKILL.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose() => _process.Dispose();

    private static ulong IgnoredSignals()
    {
        const string Status = "/proc/self/status", Ignored = "SigIgn:";
        const ulong Asking = (1 << (Signals.HangUp - 1)) | (1 << (Signals.Interrupt - 1));
        var line = File.Exists(Status) ? File.ReadLines(Status).First(line => line.StartsWith(Ignored, StringComparison.Ordinal)) : "0";
        var bits = line.Replace(Ignored, "", StringComparison.Ordinal).Trim();
        return Asking & ulong.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private async Task<string> ReadToEnd(StreamReader reader)
    {
        var text = new StringBuilder();
        var buffer = new char[1024];
        for (int read; (read = await reader.ReadAsync(buffer)) > 0;)
        {
            text.Append(buffer, 0, read);
            HasWritten = true;
        }

        return text.ToString();
    }

    [DllImport("libc", EntryPoint = "kill", SetLastError = true)]
    private static extern int SendSignal(int process, int signal);
}
