namespace SerpentDsl.Experiments.Runs;

/// <summary>A run's folder cannot be written to any longer.</summary>
/// <param name="message">What the system says, what is kept, and how to resume.</param>
/// <param name="inner">What the system threw.</param>
internal sealed class RunWriteException(string message, Exception inner) : IOException(message, inner);
