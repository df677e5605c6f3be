using SerpentDsl.Specs;

namespace SerpentDsl.Verification;

/// <summary>How thoroughly an architecture is verified.</summary>
public sealed record VerificationOptions
{
    private const long ManyParameters = 2_000_000;
    private const int UsualLength = 112;
    private const int ShortLength = 40;

    /// <summary>Sequences per batch, at least 2.</summary>
    public int Batch { get; init; } = 3;

    /// <summary>
    /// Length of the sequences; null: 112, so that layers with another algorithm for long pieces use it, or 40 for more than two million
    /// parameters, but no more than the architecture's greatest length.
    /// </summary>
    public int? Length { get; init; }

    /// <summary>Seed of parameters and inputs.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>
    /// Coordinates of each parameter whose gradient is compared with finite differences; 0: only whether it has one. Of equal blocks only
    /// one is tested.
    /// </summary>
    public int GradientSamples { get; init; } = 2;

    /// <summary>Passes of each kind (training steps, evaluations, steps of a stream) in which tensors are counted; at least 1.</summary>
    public int Passes { get; init; } = 4;

    /// <summary>The length of the sequences with which an architecture is verified.</summary>
    /// <param name="spec">The architecture.</param>
    public int LengthFor(ArchitectureSpec spec)
    {
        ArgumentNullException.ThrowIfNull(spec);
        return Length ?? int.Min(spec.Head.MaxLength, spec.Parameters > ManyParameters ? ShortLength : UsualLength);
    }
}
