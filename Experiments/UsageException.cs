namespace SerpentDsl.Experiments;

/// <summary>The command cannot be carried out as it was given.</summary>
/// <param name="message">What is wrong and what to do.</param>
internal sealed class UsageException(string message) : Exception(message);
