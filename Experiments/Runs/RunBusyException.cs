namespace SerpentDsl.Experiments.Runs;

/// <summary>A run's folder belongs to another process.</summary>
/// <param name="message">Which, and to which.</param>
internal sealed class RunBusyException(string message) : IOException(message);
