using SerpentDsl.Functions;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// Liquid-S4 as its official code computes it (docs/models/liquid-s4.md): an S4 (DPLR) convolution, and a liquid term computed from
/// copies of the initial values of B, C, A and Δ.
/// </summary>
/// <remarks>
/// <para>
/// The liquid term reads products of inputs in reversed time, or products of the last positions of the padded batch; so it depends on later
/// inputs, also when <c>bidirectional</c> is false, and on the padding. There is no streaming form. <see cref="LiquidS4"/> is causal.
/// </para>
/// <para>
/// The buffers <c>liquid_*</c> hold the initial values, without gradients, as the official code does on a GPU; here they are also part of
/// the checkpoint. Where a sequence is too short for the subsets of an order the official code fails; this layer leaves that order out.
/// </para>
/// </remarks>
[DependsOnPadding("The official code reverses time, and picks the last positions, of the padded batch.")]
[LayerParameter("D", "1", "Features")]
[LayerParameter("kernel.inv_dt", "Features", "1")]
[LayerParameter("kernel.C", "Directions", "Features", "StateSize / 2", "2")]
[LayerParameter("kernel.B", "1", OfficialLiquidS4Shape.Copies, "StateSize / 2", "2")]
[LayerParameter("kernel.A_real", OfficialLiquidS4Shape.Copies, "StateSize / 2")]
[LayerParameter("kernel.A_imag", OfficialLiquidS4Shape.Copies, "StateSize / 2")]
[LayerParameter("kernel.P", "Rank", OfficialLiquidS4Shape.Copies, "StateSize / 2", "2")]
[LayerBuffer("kernel.l_kernel", ElementType = "int64")]
[LayerBuffer("liquid_B", OfficialLiquidS4Shape.Copies, "StateSize / 2", "2")]
[LayerBuffer("liquid_C", "Directions", "Features", "StateSize / 2", "2")]
[LayerBuffer("liquid_w", OfficialLiquidS4Shape.Copies, "StateSize / 2", "2")]
[LayerBuffer("liquid_log_dt", "Features")]
[LayerCost(OfficialLiquidS4Shape.Flops, SharedFlops = OfficialLiquidS4Shape.SharedFlops, KeptBytes = OfficialLiquidS4Shape.Kept)]
public sealed class OfficialLiquidS4 : SequenceLayer
{
    private readonly Parameter D;
    private readonly S4Kernel kernel;
    private readonly Tensor liquid_B;
    private readonly Tensor liquid_C;
    private readonly Tensor liquid_w;
    private readonly Tensor liquid_log_dt;
    private readonly bool _bidirectional;
    private readonly int _maxLength;
    private readonly LiquidKernel _form;
    private readonly int _order;
    private readonly bool _allCombinations;
    private readonly LiquidContraction _contraction;
    private readonly Activation _activation;

    /// <summary>
    /// Draws D, Δ and C, initialises A, B and P, copies their values to buffers, and tunes C̃ to <paramref name="maxLength"/>.
    /// </summary>
    /// <param name="features">H: number of features.</param>
    /// <param name="bidirectional">Whether the S4 convolution has two directions.</param>
    /// <param name="maxLength">Length of the linear part's kernel: inputs further apart do not interact there.</param>
    /// <param name="stateSize">N: real dimension of each state; even, except for LegS, whose middle mode is left out of an odd one.</param>
    /// <param name="kernel">KB or PB.</param>
    /// <param name="order">Largest number of inputs in one product, 2 to 4 (<c>liquid_degree</c>).</param>
    /// <param name="allCombinations">Whether products are of subsets of the last positions (<c>allcombs</c>) instead of neighbouring
    /// inputs.</param>
    /// <param name="contraction">The function that bounds the products (<c>lcontract</c>).</param>
    /// <param name="initialisation">How (A, B, P) start: one with a low-rank term.</param>
    /// <param name="rank">Rank of the low-rank term.</param>
    /// <param name="minDelta">Smallest initial step Δ, above 0; steps are drawn log-uniformly.</param>
    /// <param name="maxDelta">Largest initial step Δ.</param>
    /// <param name="ssmLearningRate">Learning rate of A, B and P, which also have no weight decay.</param>
    /// <param name="activation">The function applied to the outputs.</param>
    /// <param name="copies">S: number of independently trained (A, B, P); feature i uses number i mod S (<c>n_ssm</c>); 0: one for each
    /// feature.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or two options contradict each other.</exception>
    public OfficialLiquidS4(
        int features,
        bool bidirectional,
        int maxLength,
        int stateSize,
        LiquidKernel kernel,
        int order,
        bool allCombinations,
        LiquidContraction contraction,
        Initialisation initialisation,
        int rank,
        double minDelta,
        double maxDelta,
        double ssmLearningRate,
        Activation activation,
        int copies = 0)
        : base(nameof(OfficialLiquidS4))
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maxLength, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(order, 2);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(order, 4);
        if (kernel is not (LiquidKernel.KB or LiquidKernel.PB))
        {
            throw new ArgumentException(
                $"The official code has the kernels {LiquidKernel.KB} and {LiquidKernel.PB}, not {kernel}; {nameof(LiquidS4)} has that "
                    + "one.",
                nameof(kernel));
        }

        if (initialisation > Initialisation.Hippo)
        {
            throw new ArgumentException(
                $"{initialisation} has no low-rank term; choose {Initialisation.LegS}, {Initialisation.LegT}, {Initialisation.Fourier} or "
                    + $"{Initialisation.Hippo}.",
                nameof(initialisation));
        }

        _bidirectional = bidirectional;
        _maxLength = maxLength;
        _form = kernel;
        _order = order;
        _allCombinations = allCombinations;
        _contraction = contraction;
        _activation = activation;

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        this.kernel = new S4Kernel(new StateSpaceOptions
        {
            Features = features,
            StateSize = stateSize,
            Channels = bidirectional ? 2 : 1,
            Copies = copies == 0 ? features : copies,
            Rank = rank,
            Initialisation = initialisation,
            InputClip = null,
            MinDelta = minDelta,
            MaxDelta = maxDelta,
            DeltaTransform = PositiveTransform.Exp,
            LearningRate = ssmLearningRate,
        });
        var drawn = this.kernel.state_dict();
        liquid_B = ModuleTensor.Buffer(drawn["B"].squeeze(0).clone());
        // The official parameter is the conjugate of the copied values.
        liquid_C = ModuleTensor.Buffer(drawn["C"] * tensor(new[] { 1f, -1f }).to(drawn["C"].dtype));
        liquid_w = ModuleTensor.Buffer(stack([-drawn["A_real"].exp(), -drawn["A_imag"]], 2));
        liquid_log_dt = ModuleTensor.Buffer(drawn["inv_dt"].squeeze(1).clone());
        this.kernel.Tune(maxLength);
        D = ModuleTensor.Parameter(randn(1, features));
        RegisterComponents();
    }

    /// <inheritdoc/>
    /// <remarks>The outputs also depend on the padded length of the batch.</remarks>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public override Tensor forward(Tensor u, Tensor? lengths)
    {
        SequenceShape.Check(nameof(OfficialLiquidS4), u, lengths, D.shape[1]);
        using var scope = NewDisposeScope();
        var valid = SequenceMask.Apply(u, lengths);
        var taps = kernel.Kernel(Math.Min(u.shape[1], _maxLength));
        var y = Convolve(valid, taps);
        var (input, gain) = Liquid();
        var products = Products(valid);
        y = _form == LiquidKernel.PB ? y.Plus(Weighted(products, input, gain)) : y.Plus(Filtered(products, gain, taps, u.shape[1]));
        return (_activation == Activation.Gelu ? ExactGelu.Apply(y) : y).MoveToOuterDisposeScope();
    }

    /// <summary>The linear part, k ∗ u + D u.</summary>
    private Tensor Convolve(Tensor u, Tensor taps)
    {
        var ahead = taps.narrow(0, 0, 1);
        return (
            _bidirectional
                ? LongConvolution.Bidirectional(u, ahead, taps.narrow(0, 1, 1), D)
                : LongConvolution.Causal(u, ahead, D)).squeeze(2);
    }

    /// <summary>
    /// b = ΔB / (1 − ΔA/2) with the diagonal of A alone, <c>[features, modes]</c>, and its sum with the conjugates, <c>[features]</c>.
    /// </summary>
    private (Tensor Input, Tensor Gain) Liquid()
    {
        var delta = liquid_log_dt.to(ScalarType.Float64).exp().unsqueeze(1);
        Tensor a = view_as_complex(liquid_w.to(ScalarType.Float64)), b = view_as_complex(liquid_B.to(ScalarType.Float64));
        var times = delta.shape[0] / a.shape[0];
        var input = b.repeat(times, 1) * (delta / (delta * a.repeat(times, 1) / Scalars.Two).neg().Plus(1));
        return (input, Scalars.Two * input.real.sum([1]));
    }

    /// <summary>s_2 … s_order, contracted; fewer where the sequence is too short for the subsets.</summary>
    private Tensor[] Products(Tensor u)
    {
        var (batch, length, features) = (u.shape[0], u.shape[1], u.shape[2]);
        List<Tensor> products = [];
        var product = u;
        for (var order = 2; order <= _order; order++)
        {
            if (!_allCombinations)
            {
                var earlier = cat([zeros([batch, 1, features], u.dtype, u.device), product.narrow(1, 0, length - 1)], 1);
                product = product * earlier;
            }
            else if (LiquidSubsets.Last(length, order) is { } subsets)
            {
                var positions = tensor(subsets, device: u.device);
                product = u.index_select(1, positions).reshape(
                    batch, length, order, features).unbind(2).Aggregate((left, right) => left * right);
            }
            else
            {
                break;
            }

            products.Add(_contraction.Apply(product));
        }

        return [.. products];
    }

    /// <summary>
    /// PB: every order in reversed time, with one weight for each feature. From each order to the next the input of the weights is
    /// multiplied by its own sum.
    /// </summary>
    private Tensor Weighted(Tensor[] products, Tensor input, Tensor gain)
    {
        var output = view_as_complex(liquid_C.to(ScalarType.Float64));
        var sum = zeros_like(D);
        foreach (var product in products)
        {
            input = input * gain.unsqueeze(1);
            gain = gain.Squared();
            var weights = (Scalars.Two * (output * input).sum([2]).real).to(D.dtype);
            sum = sum.Plus(product.flip(1) * weights[0]);
            if (_bidirectional)
            {
                sum = sum.Plus(product * weights[1]);
            }
        }

        return sum;
    }

    /// <summary>
    /// KB: the spectrum of the kernel by a complex transform of half the length, times that of the reversed products by a real one. The two
    /// spectra have the same number of bins but other frequencies, so this is not a convolution; the official code does it.
    /// </summary>
    private Tensor Filtered(Tensor[] products, Tensor gain, Tensor taps, long length)
    {
        if (products.Length == 0)
        {
            return zeros_like(D);
        }

        var size = taps.shape[2] + length;
        var whole = taps[0];
        if (_bidirectional)
        {
            var gap = zeros([taps.shape[1], length], taps.dtype, taps.device);
            whole = cat([whole, gap], 1).Plus(cat([gap, taps[1].flip(1)], 1));
        }

        Tensor factor = ones_like(gain), sum = zeros_like(D);
        foreach (var product in products)
        {
            factor = factor * gain;
            sum = sum.Plus(product * factor.to(D.dtype));
        }

        var spectrum = fft.rfft(sum.flip(1).transpose(1, 2), size) * fft.fft_(whole, (size / 2) + 1);
        return fft.irfft(spectrum, size).narrow(2, 0, length).transpose(1, 2);
    }
}
