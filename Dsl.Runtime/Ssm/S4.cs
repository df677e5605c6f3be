namespace SerpentDsl.Ssm;

/// <summary>
/// The structured state-space layer S4 (DPLR): HiPPO-initialised systems, one per feature, as one long convolution. Ends with its
/// activation; nothing mixes the features.
/// </summary>
/// <remarks>
/// Parameters carry the official names (<c>D</c>, <c>kernel.C</c>, …). C̃ belongs to <c>maxLength</c> from the start, so that no result
/// depends on the lengths seen before; shorter sequences use the beginning of the kernel. The streaming forms compute the same up to that
/// length; beyond it they continue with the exact recurrence, whose impulse response begins with the kernel: C = C̃(I − Ā^maxLength)⁻¹.
/// </remarks>
[LayerParameter("D", "1", "Features")]
[LayerParameter("kernel.inv_dt", "Features", "1")]
[LayerParameter("kernel.C", "Directions", "Features", "StateSize / 2", "2")]
[LayerParameter("kernel.B", "1", "Copies", "StateSize / 2", "2")]
[LayerParameter("kernel.A_real", "Copies", "StateSize / 2")]
[LayerParameter("kernel.A_imag", "Copies", "StateSize / 2")]
[LayerParameter("kernel.P", "Rank", "Copies", "StateSize / 2", "2")]
[LayerBuffer("kernel.l_kernel", ElementType = "int64")]
[LayerState("x", "Features", "StateSize / 2", "2")]
// A step: 20 operations per mode and 24 more for each rank. For the backward pass: the input, which is transformed again, and the sum
// before the activation.
[LayerCost(
    "Length * Features * " + ConvolutionCost.Sequence,
    SharedFlops = "Length * Features * (" + ConvolutionCost.KernelTransform + " + " + ConvolutionCost.CauchySums + ")",
    StepFlops = "Features * (10 + StateSize * (10 + 12 * Rank))",
    KeptBytes = "4 * Length * Features")]
public sealed class S4 : S4Convolution
{
    private readonly int _maxLength;

    /// <summary>Draws D, Δ and C, initialises A, B and P, and tunes C̃ to <paramref name="maxLength"/>.</summary>
    /// <param name="features">H: number of features.</param>
    /// <param name="bidirectional">Whether outputs also depend on later inputs.</param>
    /// <param name="maxLength">Longest sequence.</param>
    /// <param name="stateSize">N: real dimension of each state, even.</param>
    /// <param name="copies">S: number of independently trained (A, B, P); feature i uses number i mod S; a divisor of these.</param>
    /// <param name="initialisation">How (A, B, P) start.</param>
    /// <param name="rank">Rank of the low-rank term.</param>
    /// <param name="minDelta">Smallest initial step Δ, above 0; steps are drawn log-uniformly.</param>
    /// <param name="maxDelta">Largest initial step Δ.</param>
    /// <param name="deltaTransform">The function that keeps Δ positive.</param>
    /// <param name="ssmLearningRate">Learning rate of A, B and P, which also have no weight decay.</param>
    /// <param name="activation">The function applied to the outputs.</param>
    public S4(
        int features,
        bool bidirectional,
        int maxLength,
        int stateSize,
        int copies,
        Initialisation initialisation,
        int rank,
        double minDelta,
        double maxDelta,
        PositiveTransform deltaTransform,
        double ssmLearningRate,
        Activation activation)
        : base(
            nameof(S4),
            Tuned(maxLength, new StateSpaceOptions
            {
                Features = features,
                StateSize = stateSize,
                Channels = bidirectional ? 2 : 1,
                Copies = copies,
                Rank = rank,
                Initialisation = initialisation,
                MinDelta = minDelta,
                MaxDelta = maxDelta,
                DeltaTransform = deltaTransform,
                LearningRate = ssmLearningRate,
            }),
            channels: 1,
            bidirectional,
            activation,
            maxTaps: null)
    {
        _maxLength = maxLength;
    }

    private protected override void CheckLength(long length)
    {
        if (length > _maxLength)
        {
            throw new ArgumentException(
                $"The sequence has {length} positions; this layer was made for at most {_maxLength}. Declare a greater maxLength.",
                nameof(length));
        }
    }

    private static S4Kernel Tuned(int maxLength, StateSpaceOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        var kernel = new S4Kernel(options);
        kernel.Tune(maxLength);
        return kernel;
    }
}
