namespace SerpentDsl.Ssm;

/// <summary>The options that the convolution kernels of S4 and S4D share.</summary>
public sealed record StateSpaceOptions
{
    /// <summary>H: independent single-input systems.</summary>
    public required int Features { get; init; }

    /// <summary>
    /// N: real dimension of each state; even, except for the forms of LegS. N/2 modes are stored, each for a pair of complex conjugates.
    /// </summary>
    public required int StateSize { get; init; }

    /// <summary>C: outputs per system; a bidirectional layer needs two per channel.</summary>
    public required int Channels { get; init; }

    /// <summary>S: independently trained (A, B); feature i uses number i mod S. Must divide the features.</summary>
    public required int Copies { get; init; }

    /// <summary>Rank of the low-rank term; only S4 has one.</summary>
    public required int Rank { get; init; }

    /// <summary>How (A, B, P) start.</summary>
    public required Initialisation Initialisation { get; init; }

    /// <summary>
    /// Largest magnitude of the imaginary part of B in the HiPPO initialisations; null: not clipped, as in older versions of the official
    /// S4.
    /// </summary>
    public double? InputClip { get; init; } = StateMatrix.OfficialInputClip;

    /// <summary>
    /// Whether all modes of a feature share one step Δ; else every mode has its own (the official <c>dt_tie</c>), which only diagonal
    /// systems
    /// can have.
    /// </summary>
    public bool DeltaTied { get; init; } = true;

    /// <summary>Smallest initial step Δ, above 0; steps are drawn log-uniformly.</summary>
    public required double MinDelta { get; init; }

    /// <summary>Largest initial step Δ.</summary>
    public required double MaxDelta { get; init; }

    /// <summary>The function that keeps Δ positive.</summary>
    public required PositiveTransform DeltaTransform { get; init; }

    /// <summary>The function that keeps −Re A positive.</summary>
    public PositiveTransform RealTransform { get; init; } = PositiveTransform.Exp;

    /// <summary>The function that keeps −Im A positive; the official code leaves it unconstrained.</summary>
    public PositiveTransform ImaginaryTransform { get; init; } = PositiveTransform.None;

    /// <summary>Learning rate of A, B and P; null: the recipe's.</summary>
    public double? LearningRate { get; init; }
}
