namespace SerpentDsl.Tasks.Downloads;

/// <summary>An attempt to download failed.</summary>
/// <param name="message">Why it failed.</param>
/// <param name="isFinal">Whether another attempt would fail in the same way.</param>
/// <param name="pause">The time that the server asks to wait; null if it does not.</param>
/// <param name="inner">The exception that caused this one, if any.</param>
internal sealed class DownloadException(
    string message, bool isFinal, TimeSpan? pause = null, Exception? inner = null) : Exception(message, inner)
{
    public bool IsFinal => isFinal;

    public TimeSpan? Pause => pause;
}
