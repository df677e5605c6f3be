namespace SerpentDsl.Tasks.Downloads;

/// <summary>How patient a download is.</summary>
public sealed record DownloadSettings
{
    /// <summary>Attempts in a row that may bring nothing new.</summary>
    public int FutileAttempts { get; init; } = 6;

    /// <summary>Attempts in all: a server that always drops the connection after a little is given up as well.</summary>
    public int Attempts { get; init; } = 200;

    /// <summary>Pause after the first futile attempt; it doubles with every further one.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the server may send nothing.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Most bytes of a file whose length the server does not say.</summary>
    public long MostBytes { get; init; } = 1L << 35;
}
