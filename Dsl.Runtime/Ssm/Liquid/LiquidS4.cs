using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// Liquid-S4 by its definition: per feature the recurrence x_k = (Ā + B̄ u_k) ∘ x_{k−1} + B̄ u_k, y_k = 2 Re C x_k + D u_k with a diagonal,
/// bilinearly discretised A, or the part of its expansion in products of inputs that <see cref="LiquidKernel"/> keeps. Always causal in the
/// forward direction; all terms are computed from the current parameters. <see cref="OfficialLiquidS4"/> computes what the official code
/// does instead.
/// </summary>
/// <remarks>
/// The expansion has for p chosen inputs j_1 &lt; … &lt; j_p ≤ k the term C Ā^{k − j_1 + 1 − p} B̄^p u_{j_1} ⋯ u_{j_p}, powers elementwise.
/// KB keeps the terms of consecutive inputs, up to a greatest p: with s_k = u_k u_{k−1} ⋯ u_{k−p+1} a convolution of s with C Ā^l B̄^p. PB
/// replaces Ā there by the identity: C B̄^p times the sum of s so far. A bidirectional layer adds the same over the reversed sequence, from
/// the next input on, with a C of its own, as S4 does. The parameters are S4D's; the liquid terms add none.
/// </remarks>
[LayerParameter("D", "1", "Features")]
[LayerParameter("kernel.inv_dt", "Features", "1")]
[LayerParameter("kernel.C", "Directions", "Features", "StateSize / 2", "2")]
[LayerParameter("kernel.B", "1", "Features", "StateSize / 2", "2")]
[LayerParameter("kernel.A_real", "Features", "StateSize / 2")]
[LayerParameter("kernel.A_imag", "Features", "StateSize / 2")]
[LayerState("x", "Features", "StateSize / 2", "2")]
[LayerState("inputs", "Kernel == Exact ? 0 : Order - 1", "Features")]
[LayerState("sums", "Kernel == PB ? Order - 1 : 0", "Features")]
[LayerCost(
    LiquidS4Shape.Flops,
    SharedFlops = LiquidS4Shape.SharedFlops,
    StepFlops = "Features * (StateSize / 2 * (16 + 4 * Order) + 4 * Order)",
    KeptBytes = LiquidS4Shape.Kept)]
public sealed partial class LiquidS4 : FusedStepLayer
{
    private const int HighestOrder = 4;

    private readonly Parameter D;
    private readonly S4DKernel kernel;
    private readonly int _features;
    private readonly bool _bidirectional;
    private readonly LiquidKernel _form;
    private readonly int _order;
    private readonly LiquidContraction _contraction;
    private readonly Activation _activation;

    /// <summary>Draws D, Δ and C, and initialises A and B by the diagonal of HiPPO-LegS.</summary>
    /// <param name="features">H: number of features.</param>
    /// <param name="bidirectional">Whether outputs also depend on later inputs.</param>
    /// <param name="stateSize">N: real dimension of each state; the middle mode of an odd one is left out.</param>
    /// <param name="kernel">Which terms with products of inputs are computed.</param>
    /// <param name="order">Largest number of inputs in one product, 2 to 4; without effect on <see cref="LiquidKernel.Exact"/>.</param>
    /// <param name="contraction">The function that bounds the products, or for the exact form the u_k that multiplies the state.</param>
    /// <param name="minDelta">Smallest initial step Δ, above 0; steps are drawn log-uniformly.</param>
    /// <param name="maxDelta">Largest initial step Δ.</param>
    /// <param name="ssmLearningRate">Learning rate of A and B, which also have no weight decay.</param>
    /// <param name="activation">The function applied to the outputs.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or two options contradict each other.</exception>
    public LiquidS4(
        int features,
        bool bidirectional,
        int stateSize,
        LiquidKernel kernel,
        int order,
        LiquidContraction contraction,
        double minDelta,
        double maxDelta,
        double ssmLearningRate,
        Activation activation)
        : base(nameof(LiquidS4), features)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, HighestOrder);
        _features = features;
        _bidirectional = bidirectional;
        _form = kernel;
        _order = order;
        _contraction = contraction;
        _activation = activation;
        this.kernel = new S4DKernel(
            new StateSpaceOptions
            {
                Features = features,
                StateSize = stateSize,
                Channels = bidirectional ? 2 : 1,
                Copies = features,
                Rank = 1,
                Initialisation = Initialisation.DiagonalLegS,
                InputClip = null,
                MinDelta = minDelta,
                MaxDelta = maxDelta,
                DeltaTransform = PositiveTransform.Exp,
                LearningRate = ssmLearningRate,
            },
            Discretisation.Bilinear,
            isReal: false);
        D = ModuleTensor.Parameter(randn(1, features));
        RegisterComponents();
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public override Tensor forward(Tensor u, Tensor? lengths)
    {
        SequenceShape.Check(nameof(LiquidS4), u, lengths, _features);
        using var scope = NewDisposeScope();
        var valid = SequenceMask.Apply(u, lengths);
        var system = kernel.System();
        var expansion = Expansion(system);
        var y = _form switch
        {
            LiquidKernel.Exact => Recurrence(system).Outputs(valid),
            LiquidKernel.KB => expansion.ConvolveWithProducts(valid, expansion.Products(valid)),
            _ => expansion.Convolve(valid).Plus(expansion.Accumulate(valid)),
        };
        return Activate(y).MoveToOuterDisposeScope();
    }

    private LiquidExpansion Expansion(DiagonalSystem system) => new(system, D, _order, _contraction);

    private LiquidRecurrence Recurrence(DiagonalSystem system) => new(system, D, _contraction);

    private Tensor Activate(Tensor y) => _activation == Activation.Gelu ? ExactGelu.Apply(y) : y;
}
