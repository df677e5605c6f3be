using System.Runtime.InteropServices;

namespace SerpentDsl.Experiments.Commands;

/// <summary>
/// Turns the first Ctrl-C (or a request to terminate) into a cancellation, so that work can be saved; the second one is left
/// to the system, which ends the process.
/// </summary>
internal sealed class Interrupts : IDisposable
{
    private readonly CancellationTokenSource _source = new();
    private readonly PosixSignalRegistration[] _registrations;

    public Interrupts() =>
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        ];

    /// <summary>Set by the first signal.</summary>
    public CancellationToken Token => _source.Token;

    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _source.Dispose();
    }

    private void Handle(PosixSignalContext signal)
    {
        if (_source.IsCancellationRequested)
        {
            return;
        }

        signal.Cancel = true;
        _source.Cancel();
    }
}
