namespace SerpentDsl.Ssm;

/// <summary>What the convolution kernels of S4 and S4D have in common.</summary>
public sealed record StateSpaceOptions
{
    /// <summary>H: independent single-input systems.</summary>
    public required int Features { get; init; }

    /// <summary>
    /// N: real dimension of each state; even, but for the forms of LegS. N/2 modes are stored, each for a pair of complex conjugates.
    /// </summary>
    public required int StateSize { get; init; }

    /// <summary>C: outputs per system; two per channel of a bidirectional layer.</summary>
    public required int Channels { get; init; }

    /// <summary>S: independently trained (A, B); feature i uses number i mod S. Must divide the features.</summary>
    public required int Copies { get; init; }

    /// <summary>Rank of the low-rank term; only S4 has one.</summary>
    public required int Rank { get; init; }

    /// <summary>How (A, B, P) start.</summary>
    public required Initialisation Initialisation { get; init; }

    /// <summary>
    /// Largest magnitude of the imaginary part of B in the HiPPO initialisations; null: not clipped, as before the official S4 did.
    /// </summary>
    public double? InputClip { get; init; } = StateMatrix.OfficialInputClip;

    /// <summary>Initial steps Δ are log-uniform from this…</summary>
    public required double MinDelta { get; init; }

    /// <summary>…to this.</summary>
    public required double MaxDelta { get; init; }

    /// <summary>Keeps Δ positive.</summary>
    public required PositiveTransform DeltaTransform { get; init; }

    /// <summary>Keeps −Re A positive.</summary>
    public PositiveTransform RealTransform { get; init; } = PositiveTransform.Exp;

    /// <summary>Keeps −Im A positive; officially it is left free.</summary>
    public PositiveTransform ImaginaryTransform { get; init; } = PositiveTransform.None;

    /// <summary>Learning rate of A, B and P; null: the recipe's.</summary>
    public double? LearningRate { get; init; }
}
