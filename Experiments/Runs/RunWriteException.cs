namespace SerpentDsl.Experiments.Runs;

/// <summary>A run's folder can no longer be written to.</summary>
/// <param name="message">The system's message, the step that is saved, and how to resume.</param>
/// <param name="inner">The exception of the failed write.</param>
internal sealed class RunWriteException(string message, Exception inner) : IOException(message, inner);
