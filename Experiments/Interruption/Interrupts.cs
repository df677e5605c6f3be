using System.Diagnostics;
using System.Runtime.InteropServices;
using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.Interruption;

/// <summary>
/// Turns the first Ctrl-C, request to terminate or hang-up of the terminal into a cancellation, so that work can be saved. Work that does
/// not stop within a second is cut off, after what can be saved is saved; a second signal ends the process at once. A sweep passes a
/// Ctrl-C on to its trainings, which also receive it from the terminal; two signals at once count as one.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private static readonly TimeSpan s_atOnce = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(0.8);

    private readonly CancellationTokenSource _source = new();
    private readonly ManualResetEventSlim _done = new();
    private readonly Terminal _terminal;
    private readonly PosixSignalRegistration[] _registrations;
    private long _first;

    /// <param name="terminal">Receives the message when work is cut off.</param>
    public Interrupts(Terminal terminal)
    {
        _terminal = terminal;
        _registrations =
        [
            .. new[] { PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP }.Where(signal => !IsIgnored(signal))
                .Select(signal => PosixSignalRegistration.Create(signal, Handle)),
        ];
    }

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        _done.Set();
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Handle(PosixSignalContext signal)
    {
        if (Interlocked.CompareExchange(ref _first, Stopwatch.GetTimestamp(), 0) != 0)
        {
            signal.Cancel = Stopwatch.GetElapsedTime(_first) < s_atOnce;
            return;
        }

        signal.Cancel = true;
        new Thread(CutOff) { IsBackground = true, Name = "cut off" }.Start();
        _source.Cancel();
    }

    /// <summary>Waits for the work to stop; then ends the process.</summary>
    private void CutOff()
    {
        do
        {
            if (_done.Wait(s_patience))
            {
                return;
            }
        }
        while (LastResort.IsHeld);

        string words;
        try
        {
            words = string.Join(' ', ["stopped, in the midst of a computation that cannot be interrupted.", .. LastResort.Save()]);
        }
        catch (Exception problem)
        {
            words = $"stopped, and could not save: {problem.Message}";
        }

        if (!_done.IsSet)
        {
            _terminal.Break(words);
            ProcessEnd.Now(ExitCode.Interrupted);
        }
    }

    /// <summary>Whether the process was started with a signal ignored, as <c>nohup</c> does with the hang-up of the terminal.</summary>
    private static bool IsIgnored(PosixSignal signal)
    {
        const string Status = "/proc/self/status", Field = "SigIgn:";
        var number = signal switch { PosixSignal.SIGHUP => 1, PosixSignal.SIGINT => 2, _ => 15 };
        return File.Exists(Status)
            && File.ReadLines(Status).FirstOrDefault(line => line.StartsWith(Field, StringComparison.Ordinal)) is { } line
            && ulong.TryParse(
                line.AsSpan(Field.Length).Trim(), System.Globalization.NumberStyles.HexNumber,
                System.Globalization.CultureInfo.InvariantCulture, out var ignored)
            && (ignored & (1UL << (number - 1))) != 0;
    }
}
