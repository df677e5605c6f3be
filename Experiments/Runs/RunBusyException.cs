namespace SerpentDsl.Experiments.Runs;

/// <summary>Another process is writing to a run's folder.</summary>
/// <param name="message">The folder, and the other process if known.</param>
internal sealed class RunBusyException(string message) : IOException(message);
