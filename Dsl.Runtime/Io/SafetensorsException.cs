namespace SerpentDsl.Io;

/// <summary>A safetensors file, or one tensor of it, is not what it should be. The message names the file and the tensor.</summary>
/// <param name="message">What is wrong and, where it helps, what to do.</param>
/// <param name="innerException">The exception that caused this one, if any.</param>
public sealed class SafetensorsException(string message, Exception? innerException = null)
    : IOException(message, innerException);
