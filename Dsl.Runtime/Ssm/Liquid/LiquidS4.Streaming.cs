using SerpentDsl.Functions;
using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.Steps;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

// The piece form and the step form.
public sealed partial class LiquidS4
{
    private static readonly string[] s_stateNames = ["x", "inputs", "sums"];

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The layer is bidirectional.</exception>
    public override StreamState NewState(long batch)
    {
        CheckCausal();
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        SequenceShape.CheckType(nameof(LiquidS4), D);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var system = kernel.System();
        var expansion = Expansion(system);
        var state = ("x", zeros([batch, _features, system.Exponents.shape[1]], ComplexType, D.device));
        (string, Tensor) inputs = ("inputs", History(batch)), sums = ("sums", History(batch));
        return StreamState.Of(
            [
                Written(system.Exponents.exp()),
                Written(expansion.InputPowers()),
                Written(Scalars.Two * system.Output.squeeze(0)),
                expansion.Weights().squeeze(1).contiguous().clone(),
            ],
            [],
            _form switch
            {
                LiquidKernel.Exact => [state],
                LiquidKernel.KB => [state, inputs],
                _ => [state, inputs, sums],
            }).Differentiable();
    }

    /// <inheritdoc/>
    /// <exception cref="InvalidOperationException">The layer is bidirectional.</exception>
    public override Tensor Chunk(Tensor u, Tensor? lengths, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        CheckCausal();
        SequenceShape.Check(nameof(LiquidS4), u, lengths, _features);
        SequenceShape.CheckPiece(nameof(LiquidS4), u, lengths);
        CheckState(state, u.shape[0]);
        var length = u.shape[1];
        if (length <= StateSpaceRecurrence.FasterUpTo && !state.IsForTraining)
        {
            return base.Chunk(u, lengths, state);
        }

        using var scope = NewDisposeScope();
        using var mode = state.GradientMode();
        var valid = SequenceMask.Apply(u, lengths);
        var system = kernel.System();
        return _form == LiquidKernel.Exact
            ? ChunkExact(Recurrence(system), valid, lengths, state)
            : ChunkExpanded(system, valid, lengths, state);
    }

    private Tensor ChunkExact(LiquidRecurrence recurrence, Tensor u, Tensor? lengths, StreamState state)
    {
        var states = recurrence.States(u, state[0]);
        var result = Activate(recurrence.Read(states, 0).Plus(u * D)).MoveToOuterDisposeScope();
        state.Replace(0, StreamRows.Ends(cat([state[0].unsqueeze(1), states], 1), lengths).clone());
        return result;
    }

    private Tensor ChunkExpanded(DiagonalSystem system, Tensor u, Tensor? lengths, StreamState state)
    {
        var length = u.shape[1];
        var expansion = Expansion(system);
        var earlier = state[1].flip(1);
        var products = expansion.Products(u, earlier);
        var y = _form == LiquidKernel.KB ? expansion.ConvolveWithProducts(u, products) : expansion.Convolve(u);
        y = y.Plus(system.Kernel(length, state[0], D.dtype).FromState!.squeeze(1).transpose(1, 2));
        var next = system.Next(u, lengths, state[0]);
        if (_form == LiquidKernel.KB)
        {
            Tensor none = zeros_like(next), powers = expansion.InputPowers();
            for (var i = 0; i < products.Length; i++)
            {
                next = next.Plus((system with { Input = powers.narrow(0, i + 1, 1) }).Next(products[i], lengths, none));
            }
        }
        else
        {
            Tensor sums = stack([.. products.Select(product => product.cumsum(1))], 1), weights = expansion.Weights().squeeze(1);
            y = y.Plus((sums.Plus(state[2].unsqueeze(2)) * weights.unsqueeze(1)).sum([1]));
            state.Replace(2, state[2].Plus(sums.select(2, length - 1)));
        }

        var outputs = Activate(y).MoveToOuterDisposeScope();
        var all = cat([earlier, u], 1);
        state.Replace(0, next);
        state.Replace(1, stack([.. Enumerable.Range(0, _order - 1).Select(InputsOfAge)], 1));
        return outputs;

        // The inputs that stand this many positions before the next one of each sequence, [batch, features].
        Tensor InputsOfAge(int age) => StreamRows.Ends(all.narrow(1, _order - 2 - age, length + 1), lengths);
    }

    private protected override bool StepKernelFits(Tensor u, StreamState state) => FusedKernels.Fit(u, D);

    private protected override unsafe void RunStepKernel(Tensor u, StreamState state, Tensor output)
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

    private protected override Tensor ReferenceStep(Tensor u, StreamState state)
    {
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
        return Activate(y);
    }

    private protected override void CheckState(StreamState state, long batch)
    {
        state.CheckLayer(nameof(LiquidS4), batch, s_stateNames.AsSpan(0, _form switch
        {
            LiquidKernel.Exact => 1,
            LiquidKernel.KB => 2,
            _ => 3,
        }));
        if (!state.IsForTraining)
        {
            state.CheckConstants(nameof(LiquidS4), 4);
            state.CheckTensor(nameof(LiquidS4), 0, _features, state.Constants[0].size(1));
        }

        if (_form != LiquidKernel.Exact)
        {
            state.CheckTensor(nameof(LiquidS4), 1, _order - 1, _features);
        }
    }

    private protected override void CheckCausal()
    {
        if (_bidirectional)
        {
            throw new InvalidOperationException(
                "A bidirectional LiquidS4 sees the future: it has no streaming form. Make it with bidirectional: false.");
        }
    }

    /// <summary>As a kernel reads it: contiguous, without a pending conjugation.</summary>
    private Tensor Written(Tensor constant) => constant.to(ComplexType).resolve_conj().contiguous().clone();

    private ScalarType ComplexType => D.dtype == ScalarType.Float64 ? ScalarType.ComplexFloat64 : ScalarType.ComplexFloat32;

    private Tensor History(long batch) => zeros([batch, _order - 1, _features], D.dtype, D.device);
}
