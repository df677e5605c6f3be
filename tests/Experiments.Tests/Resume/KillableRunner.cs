using System.Diagnostics;

namespace SerpentDsl.Experiments.Tests.Resume;

/// <summary>The runner, with the architectures of this assembly, as a process of its own.</summary>
internal sealed class KillableRunner : IDisposable
{
    /// <summary>Only a process that hangs takes so long, on a loaded machine too.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(10);

    private readonly Process _process;
    private readonly Task<string> _output;
    private readonly Task<string> _errors;

    private KillableRunner(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process = Process.Start(start)!;
        (_output, _errors) = (_process.StandardOutput.ReadToEndAsync(), _process.StandardError.ReadToEndAsync());
    }

    public int Id => _process.Id;

    public int ExitCode => _process.ExitCode;

    public string Output => _output.Result;

    public string Errors => _errors.Result;

    public static KillableRunner Start(params string[] command) =>
        new(new ProcessStartInfo("dotnet", [typeof(KillableRunner).Assembly.Location, .. command]));

    /// <summary>Starts it with environment variables.</summary>
    public static KillableRunner StartWith(IReadOnlyDictionary<string, string> variables, params string[] command)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(KillableRunner).Assembly.Location, .. command]);
        foreach (var (name, value) in variables)
        {
            start.Environment[name] = value;
        }

        return new KillableRunner(start);
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

    public bool WaitForExit(TimeSpan time) => _process.WaitForExit(time);

    /// <summary>Ends it at once, by SIGKILL.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose() => _process.Dispose();
}
