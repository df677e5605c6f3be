namespace SerpentDsl.Generation;

/// <summary>How a <see cref="TextGenerator"/> continues a text.</summary>
public sealed record GenerationOptions
{
    /// <summary>Largest number of tokens to write, at least 1.</summary>
    public int Tokens { get; init; } = 200;

    /// <summary>How tokens are drawn.</summary>
    public SamplingOptions Sampling { get; init; } = new();

    /// <summary>Texts before which the writing ends, also where they come out of several tokens. They are not written.</summary>
    public IReadOnlyList<string> Stops { get; init; } = [];

    /// <summary>Whether the writing ends at the tokenizer's <see cref="Tasks.ITokenizer.EndOfText"/>.</summary>
    public bool StopAtEndOfText { get; init; } = true;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A number is not allowed.</exception>
    /// <exception cref="ArgumentException">A stop is empty.</exception>
    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(Tokens, 1);
        Sampling.Validate();
        if (Stops.Any(string.IsNullOrEmpty))
        {
            throw new ArgumentException("A stop is empty; it must have at least one character.", nameof(Stops));
        }
    }
}
