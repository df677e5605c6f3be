namespace SerpentDsl.Tasks;

/// <summary>A task's data is missing or malformed.</summary>
/// <param name="message">Which file and line, what is wrong, and what to do.</param>
/// <param name="inner">The exception that caused this one, if any.</param>
public sealed class TaskDataException(string message, Exception? inner = null) : Exception(message, inner);
