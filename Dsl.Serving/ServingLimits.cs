namespace SerpentDsl.Serving;

/// <summary>What a server takes from its clients.</summary>
public sealed record ServingLimits
{
    /// <summary>
    /// Longest text or prompt of a request in tokens, longest series in positions; null: as long as the model's sequences. A longer one is
    /// refused with status 413.
    /// </summary>
    public int? MaxLength { get; init; }

    /// <summary>Requests that are worked on at the same time; a further one is refused with status 429.</summary>
    public int MaxConcurrency { get; init; } = 64;

    /// <summary>Tokens that a request may ask for at most; more are refused with status 400.</summary>
    public int MaxTokens { get; init; } = 1024;

    /// <summary>Rows that a request may have at most; more are refused with status 413.</summary>
    public int MaxRows { get; init; } = 256;

    /// <summary>Bytes that the body of a request may have at most; a longer one is refused with status 413.</summary>
    public int MaxBodyBytes { get; init; } = 4 << 20;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is below 1.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxLength ?? 1, 1, nameof(MaxLength));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxConcurrency, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxTokens, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRows, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxBodyBytes, 1);
    }
}
