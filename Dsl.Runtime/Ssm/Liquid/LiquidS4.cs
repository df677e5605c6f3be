using SerpentDsl.Functions;
using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.Steps;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// Liquid-S4 by its definition: per feature the recurrence x_k = (Ā + B̄ u_k) ∘ x_{k−1} + B̄ u_k, y_k = 2 Re C x_k + D u_k with a diagonal,
/// bilinearly discretised A, or the part of its expansion in products of inputs that <see cref="LiquidKernel"/> keeps. Always causal in the
/// forward direction; trained and run on the live parameters. <see cref="OfficialLiquidS4"/> is what the official code computes instead.
/// </summary>
/// <remarks>
/// The expansion has for p chosen inputs j_1 &lt; … &lt; j_p ≤ k the term C Ā^{k − j_1 + 1 − p} B̄^p u_{j_1} ⋯ u_{j_p}, powers elementwise.
/// KB keeps those of consecutive inputs, up to a greatest p: with s_k = u_k u_{k−1} ⋯ u_{k−p+1} a convolution of s with C Ā^l B̄^p. PB
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
public sealed class LiquidS4 : StreamingLayer
{
    /// <summary>
    /// Pieces up to this long go through the recurrence: on a CPU that is faster than to make their kernel and transform it.
    /// </summary>
    private const long FewSteps = 96;

    private const int HighestOrder = 4;
    private static readonly string[] s_stateNames = ["x", "inputs", "sums"];

    private readonly Parameter D;
    private readonly S4DKernel kernel;
    private readonly int _features;
    private readonly bool _bidirectional;
    private readonly LiquidKernel _form;
    private readonly int _order;
    private readonly LiquidContraction _contraction;
    private readonly Activation _activation;

    /// <summary>Draws D, Δ and C, and initialises A and B by the diagonal of HiPPO-LegS.</summary>
    /// <param name="features">H: width.</param>
    /// <param name="bidirectional">Whether every output also sees the inputs behind it.</param>
    /// <param name="stateSize">N: real dimension of each state; the middle mode of an odd one is left out.</param>
    /// <param name="kernel">Which terms.</param>
    /// <param name="order">The most inputs in one product, 2 to 4; without effect on <see cref="LiquidKernel.Exact"/>.</param>
    /// <param name="contraction">Bounds the products, or the u_k that multiplies the state.</param>
    /// <param name="minDelta">Initial steps Δ are log-uniform from this…</param>
    /// <param name="maxDelta">…to this.</param>
    /// <param name="ssmLearningRate">Learning rate of A and B, which also have no weight decay.</param>
    /// <param name="activation">Applied at the end.</param>
    /// <exception cref="ArgumentException">The options make no layer.</exception>
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
        : base(nameof(LiquidS4))
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
        var y = _form switch
        {
            LiquidKernel.Exact => Recur(system, valid),
            LiquidKernel.KB => ConvolveAll(system, valid, Products(valid)),
            _ => Convolve(valid, Taps(system, u.shape[1], 1)).Plus(Accumulate(system, valid)),
        };
        return Activate(y).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The layer is bidirectional.</exception>
    public override StreamState NewState(long batch)
    {
        CheckCausal();
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var system = kernel.System();
        var state = ("x", zeros([batch, _features, system.Exponents.shape[1]], ComplexType, D.device));
        (string, Tensor) inputs = ("inputs", History(batch)), sums = ("sums", History(batch));
        return StreamState.Of(
            [
                Written(system.Exponents.exp()), Written(InputPowers(system)), Written(Scalars.Two * system.Output.squeeze(0)),
                Weights(system).squeeze(1).contiguous().clone(),
            ],
            [],
            _form switch
            {
                LiquidKernel.Exact => [state],
                LiquidKernel.KB => [state, inputs],
                _ => [state, inputs, sums],
            });
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The layer is bidirectional.</exception>
    public override Tensor Step(Tensor u, StreamState state)
    {
        CheckStep(u, state);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        if (FusedKernels.Fit(u, D))
        {
            var result = empty([state.Batch, _features], u.dtype);
            Advance(TensorMemory.Plain(u), state, result);
            return result.MoveToOuterDisposeScope();
        }

        var (transition, powers, output, weights) = (state.Constants[0], state.Constants[1], state.Constants[2], state.Constants[3]);
        Tensor y = u * D, driven = powers[0] * u.unsqueeze(2);
        if (_form == LiquidKernel.Exact)
        {
            transition = transition.Plus(powers[0] * _contraction.Apply(u).unsqueeze(2));
        }
        else
        {
            // s_2 … s_order, [batch, order − 1, features].
            var products = _contraction.Apply(state[1].cumprod(1) * u.unsqueeze(1));
            if (_form == LiquidKernel.KB)
            {
                driven = driven.Plus((powers.narrow(0, 1, _order - 1) * products.unsqueeze(3)).sum([1]));
            }
            else
            {
                var sums = state[2].Plus(products);
                y = y.Plus((weights * sums).sum([1]));
                state.Replace(2, sums);
            }

            state.Replace(1, cat([u.unsqueeze(1), state[1].narrow(1, 0, _order - 2)], 1));
        }

        var next = (transition * state[0]).Plus(driven);
        y = y.Plus((output * next).sum([2]).real);
        state.Replace(0, next);
        return Activate(y).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The layer is bidirectional.</exception>
    public override Tensor Step(Tensor u, StreamState state, Tensor output)
    {
        ArgumentNullException.ThrowIfNull(output);
        CheckStep(u, state);
        StepOutput.Check(nameof(LiquidS4), output, state.Batch, _features);
        if (!FusedKernels.FitInPlace(u, D, output))
        {
            return base.Step(u, state, output);
        }

        Advance(u, state, output);
        return output;
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The layer is bidirectional.</exception>
    public override Tensor Chunk(Tensor u, Tensor? lengths, StreamState state)
    {
        CheckCausal();
        SequenceShape.Check(nameof(LiquidS4), u, lengths, _features);
        SequenceShape.CheckPiece(nameof(LiquidS4), u, lengths);
        CheckState(state, u.shape[0]);
        var length = u.shape[1];
        if (length <= FewSteps)
        {
            return base.Chunk(u, lengths, state);
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var valid = SequenceMask.Apply(u, lengths);
        var system = kernel.System();
        if (_form == LiquidKernel.Exact)
        {
            var states = Scan(system, valid, state[0]);
            var result = Activate(Read(system, states, 0).Plus(valid * D)).MoveToOuterDisposeScope();
            state.Replace(0, StreamRows.Ends(cat([state[0].unsqueeze(1), states], 1), lengths).clone());
            return result;
        }

        var earlier = state[1].flip(1);
        var products = Products(valid, earlier);
        var y = _form == LiquidKernel.KB ? ConvolveAll(system, valid, products) : Convolve(valid, Taps(system, length, 1));
        y = y.Plus(system.Kernel(length, state[0], D.dtype).FromState!.squeeze(1).transpose(1, 2));
        var next = system.Next(valid, lengths, state[0]);
        if (_form == LiquidKernel.KB)
        {
            Tensor none = zeros_like(next), powers = InputPowers(system);
            for (var i = 0; i < products.Length; i++)
            {
                next = next.Plus((system with { Input = powers.narrow(0, i + 1, 1) }).Next(products[i], lengths, none));
            }
        }
        else
        {
            Tensor sums = stack([.. products.Select(product => product.cumsum(1))], 1), weights = Weights(system).squeeze(1);
            y = y.Plus((sums.Plus(state[2].unsqueeze(2)) * weights.unsqueeze(1)).sum([1]));
            state.Replace(2, state[2].Plus(sums.select(2, length - 1)));
        }

        var outputs = Activate(y).MoveToOuterDisposeScope();
        var all = cat([earlier, valid], 1);
        state.Replace(0, next);
        state.Replace(1, stack([.. Enumerable.Range(0, _order - 1).Select(age => StreamRows.Ends(all.narrow(1, _order - 2 - age, length + 1), lengths))], 1));
        return outputs;
    }

    private unsafe void Advance(Tensor u, StreamState state, Tensor output)
    {
        Tensor transition = state.Constants[0], weights = state.Constants[3];
        var kernel = new LiquidStepKernel
        {
            Batch = (int)state.Batch,
            Features = _features,
            Floats = checked((int)(2 * transition.size(1))),
            Order = _order,
            Form = _form switch { LiquidKernel.KB => LiquidTerms.KB, LiquidKernel.PB => LiquidTerms.PB, _ => LiquidTerms.Exact },
            Bound = _contraction.ForStep(),
            Inputs = TensorMemory.Floats(u),
            Transition = TensorMemory.ComplexFloats(transition),
            Powers = TensorMemory.ComplexFloats(state.Constants[1]),
            C = TensorMemory.ComplexFloats(state.Constants[2]),
            Weights = TensorMemory.Floats(weights),
            Skip = TensorMemory.Floats(D),
            Gelu = _activation == Activation.Gelu,
            States = TensorMemory.ComplexFloats(state.InPlace(0)),
            Past = _form == LiquidKernel.Exact ? null : TensorMemory.Floats(state.InPlace(1)),
            Sums = _form == LiquidKernel.PB ? TensorMemory.Floats(state.InPlace(2)) : null,
            Outputs = TensorMemory.Floats(output),
        };
        LaneWidth.Dispatch(ref kernel);
        GC.KeepAlive(u);
    }

    /// <summary>As a kernel reads it: one element behind the other, no conjugation pending.</summary>
    private Tensor Written(Tensor constant) => constant.to(ComplexType).resolve_conj().contiguous().clone();

    private ScalarType ComplexType => D.dtype == ScalarType.Float64 ? ScalarType.ComplexFloat64 : ScalarType.ComplexFloat32;

    private Tensor History(long batch) => zeros([batch, _order - 1, _features], D.dtype, D.device);

    /// <summary>B̄^p for p = 1 .. order, <c>[order, features, modes]</c>.</summary>
    private Tensor InputPowers(DiagonalSystem system) => system.Input.expand(_order, -1, -1).cumprod(0);

    /// <summary>The kernels of the first orders, C Ā^l B̄^p, <c>[orders, directions, features, length]</c>.</summary>
    private Tensor Taps(DiagonalSystem system, long length, int orders)
    {
        var coefficients = InputPowers(system).narrow(0, 0, orders).unsqueeze(1) * system.Output;
        return Vandermonde.Sum(coefficients.flatten(0, 1), system.Exponents, length, D.dtype).reshape(orders, -1, _features, length);
    }

    /// <summary>The weights 2 Re C B̄^p of p = 2 .. order, <c>[order − 1, directions, features]</c>.</summary>
    private Tensor Weights(DiagonalSystem system) =>
        Scalars.Two * (InputPowers(system).narrow(0, 1, _order - 1).unsqueeze(1) * system.Output).sum([3]).real.to(D.dtype);

    /// <summary>s_2 … s_order: at every position the product of the input there and those before it, contracted.</summary>
    /// <param name="u"><c>[batch, length, features]</c>.</param>
    /// <param name="earlier">The order − 1 inputs before the first, in order of time; null: zeros.</param>
    private Tensor[] Products(Tensor u, Tensor? earlier = null)
    {
        var length = u.shape[1];
        var all = cat([earlier ?? zeros([u.shape[0], _order - 1, _features], u.dtype, u.device), u], 1);
        var products = new Tensor[_order - 1];
        var product = u;
        for (var age = 1; age < _order; age++)
        {
            product = product * all.narrow(1, _order - 1 - age, length);
            products[age - 1] = _contraction.Apply(product);
        }

        return products;
    }

    /// <summary>Products with the inputs after a position instead of those before it.</summary>
    private Tensor[] LaterProducts(Tensor u) => [.. Products(u.flip(1)).Select(product => product.flip(1))];

    /// <summary>The linear part, k ∗ u + D u.</summary>
    private Tensor Convolve(Tensor u, Tensor taps)
    {
        var forward = taps[0].narrow(0, 0, 1);
        return (_bidirectional ? LongConvolution.Bidirectional(u, forward, taps[0].narrow(0, 1, 1), D) : LongConvolution.Causal(u, forward, D)).squeeze(2);
    }

    /// <summary>The linear part and the products, each with its kernel, as one convolution over that many times the features.</summary>
    private Tensor ConvolveAll(DiagonalSystem system, Tensor u, Tensor[] products)
    {
        var (batch, length) = (u.shape[0], u.shape[1]);
        var taps = Taps(system, length, _order);
        // The first order of the forward direction has D.
        var ahead = SideBySide(taps, 0);
        var others = _order - 1 + (_bidirectional ? _order - 1 : 0);
        Tensor skip = cat([D, zeros([1, others * _features], u.dtype, u.device)], 1), sum;
        if (_bidirectional)
        {
            var back = SideBySide(taps, 1);
            var none = zeros([1, length, (_order - 1) * _features], u.dtype, u.device);
            sum = LongConvolution.Bidirectional(
                cat([u, .. products, .. LaterProducts(u)], 2),
                cat([ahead, none], 2).transpose(1, 2),
                cat([back.narrow(2, 0, _features), none, back.narrow(2, _features, (_order - 1) * _features)], 2).transpose(1, 2),
                skip);
        }
        else
        {
            sum = LongConvolution.Causal(cat([u, .. products], 2), ahead.transpose(1, 2), skip);
        }

        return sum.reshape(batch, length, -1, _features).sum([2]);
    }

    /// <summary>The kernels of one direction, <c>[1, length, orders · features]</c>.</summary>
    private static Tensor SideBySide(Tensor taps, int direction) => taps.select(1, direction).permute(2, 0, 1).flatten(1, 2).unsqueeze(0);

    /// <summary>The products of PB: weights times what has been summed so far, and in the backward direction what follows.</summary>
    private Tensor Accumulate(DiagonalSystem system, Tensor u)
    {
        var weights = Weights(system);
        var sum = (stack(Products(u), 1).cumsum(2) * weights.select(1, 0).unsqueeze(1)).sum([1]);
        if (!_bidirectional)
        {
            return sum;
        }

        var later = stack(LaterProducts(u), 1);
        // From the next position on.
        var following = later.flip(2).cumsum(2).flip(2) - later;
        return sum.Plus((following * weights.select(1, 1).unsqueeze(1)).sum([1]));
    }

    /// <summary>The recurrence, <c>[batch, length, features]</c>.</summary>
    private Tensor Recur(DiagonalSystem system, Tensor u)
    {
        var none = zeros([u.shape[0], _features, system.Exponents.shape[1]], ComplexType, u.device);
        var y = Read(system, Scan(system, u, none), 0).Plus(u * D);
        if (!_bidirectional)
        {
            return y;
        }

        var behind = Read(system, Scan(system, u.flip(1), none), 1).flip(1);
        // From the next position on.
        return y.Plus(cat([behind.narrow(1, 1, u.shape[1] - 1), zeros_like(behind.narrow(1, 0, 1))], 1));
    }

    /// <summary>The states of the exact recurrence, <c>[batch, length, features, modes]</c>.</summary>
    private Tensor Scan(DiagonalSystem system, Tensor u, Tensor initial)
    {
        Tensor input = system.Input.squeeze(0).to(ComplexType), transition = system.Exponents.exp().to(ComplexType);
        var driven = input * u.unsqueeze(3);
        var turned = _contraction == LiquidContraction.None ? driven : input * _contraction.Apply(u).unsqueeze(3);
        return TimeVaryingScan.Apply(transition.Plus(turned), driven, initial);
    }

    /// <summary>2 Re C x of one direction.</summary>
    private Tensor Read(DiagonalSystem system, Tensor states, int direction) =>
        Scalars.Two * (states * system.Output[direction].to(ComplexType)).sum([3]).real;

    private Tensor Activate(Tensor y) => _activation == Activation.Gelu ? ExactGelu.Apply(y) : y;

    private void CheckStep(Tensor u, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(u);
        CheckCausal();
        SequenceShape.CheckStep(nameof(LiquidS4), u, _features);
        CheckState(state, u.size(0));
    }

    private void CheckState(StreamState state, long batch)
    {
        ArgumentNullException.ThrowIfNull(state);
        state.CheckLayer(nameof(LiquidS4), batch, s_stateNames.AsSpan(0, _form switch
        {
            LiquidKernel.Exact => 1,
            LiquidKernel.KB => 2,
            _ => 3,
        }));
        state.CheckConstants(nameof(LiquidS4), 4);
        state.CheckTensor(nameof(LiquidS4), 0, _features, state.Constants[0].size(1));
        if (_form != LiquidKernel.Exact)
        {
            state.CheckTensor(nameof(LiquidS4), 1, _order - 1, _features);
        }
    }

    private void CheckCausal()
    {
        if (_bidirectional)
        {
            throw new InvalidOperationException("A bidirectional LiquidS4 sees the future: it has no streaming form. Make it with bidirectional: false.");
        }
    }
}
