namespace SerpentDsl.Experiments;

/// <summary>A command line, or a file that it names, is wrong; the runner prints the message without a stack trace.</summary>
/// <param name="message">The problem and its remedy.</param>
internal sealed class UsageException(string message) : Exception(message);
