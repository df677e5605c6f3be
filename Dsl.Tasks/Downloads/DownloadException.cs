namespace SerpentDsl.Tasks.Downloads;

/// <summary>An attempt failed.</summary>
/// <param name="message">Why.</param>
/// <param name="isFinal">Whether another attempt would be no better.</param>
/// <param name="pause">How long the server asks to wait, if it does.</param>
/// <param name="inner">What was found underneath, if anything.</param>
internal sealed class DownloadException(string message, bool isFinal, TimeSpan? pause = null, Exception? inner = null) : Exception(message, inner)
{
    public bool IsFinal => isFinal;

    public TimeSpan? Pause => pause;
}
