namespace SerpentDsl.Generation;

/// <summary>How a <see cref="TokenSampler"/> draws tokens.</summary>
/// <remarks>
/// Per token: the repetition penalty changes the logits, the temperature divides them, top-k keeps the likeliest tokens, top-p keeps the
/// likeliest of those, and one of the kept tokens is drawn in proportion to its probability.
/// </remarks>
public sealed record SamplingOptions
{
    /// <summary>Divides the logits; 0 takes the likeliest token, and of equally likely ones the first.</summary>
    public double Temperature { get; init; } = 1;

    /// <summary>Tokens are drawn from this many likeliest ones, and from those as likely as the last of them; 0: from all.</summary>
    public int TopK { get; init; }

    /// <summary>
    /// Tokens are drawn from the smallest set of likeliest tokens whose probability is at least this, in (0, 1]; of equally likely ones the
    /// first are taken. 1: from all.
    /// </summary>
    public double TopP { get; init; } = 1;

    /// <summary>
    /// Divides the positive logits of tokens that were read or written before, and multiplies their negative ones; in
    /// [0.001, 1000]. 1: no penalty.
    /// </summary>
    public double RepetitionPenalty { get; init; } = 1;

    /// <summary>Seed of the draws. The same logits and the same seed give the same tokens.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Checks the values.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A value is not allowed.</exception>
    internal void Validate()
    {
        Require(Temperature >= 0 && double.IsFinite(Temperature), nameof(Temperature), Temperature, "0 or above");
        Require(TopK >= 0, nameof(TopK), TopK, "0 (all tokens) or above");
        Require(TopP is > 0 and <= 1, nameof(TopP), TopP, "above 0 and at most 1");
        Require(RepetitionPenalty is >= 0.001 and <= 1000, nameof(RepetitionPenalty), RepetitionPenalty, "from 0.001 to 1000");
    }

    private static void Require(bool condition, string name, double value, string allowed)
    {
        if (!condition)
        {
            throw new ArgumentOutOfRangeException(name, FormattableString.Invariant($"{name} is {value}; it must be {allowed}."));
        }
    }
}
