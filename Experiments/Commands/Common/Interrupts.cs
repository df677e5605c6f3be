using System.Diagnostics;
using System.Runtime.InteropServices;

namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>
/// Turns the first Ctrl-C (or a request to terminate) into a cancellation, so that work can be saved; the second one ends the
/// process. A sweep passes a Ctrl-C on to its trainings, which also receive it from the terminal; two signals at once count as one.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private static readonly TimeSpan s_atOnce = TimeSpan.FromSeconds(0.5);

    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;
    private long _first;

    public Interrupts() =>
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Handle(PosixSignalContext signal)
    {
        if (_source.IsCancellationRequested)
        {
            signal.Cancel = Stopwatch.GetElapsedTime(_first) < s_atOnce;
            return;
        }

        _first = Stopwatch.GetTimestamp();
        signal.Cancel = true;
        _source.Cancel();
    }
}
