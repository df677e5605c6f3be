namespace SerpentDsl.Tasks.Downloads;

/// <summary>How often and how long a download is tried.</summary>
public sealed record DownloadSettings
{
    /// <summary>Number of successive attempts that may bring no new bytes.</summary>
    public int FutileAttempts { get; init; } = 6;

    /// <summary>Number of attempts in all, for a server that always drops the connection after a few bytes.</summary>
    public int Attempts { get; init; } = 200;

    /// <summary>Pause after the first futile attempt; it doubles with every further one.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest pause.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Longest time in which the server may send nothing.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Largest size in bytes of a file whose length the server does not give.</summary>
    public long MostBytes { get; init; } = 1L << 35;
}
