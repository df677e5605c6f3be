namespace SerpentDsl.Experiments.Tests.Interruption;

/// <summary>The numbers of the signals that ask a process to stop.</summary>
internal static class Signals
{
    public const int HangUp = 1, Interrupt = 2, Terminate = 15;
}
