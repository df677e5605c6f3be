using SerpentDsl.Functions;
using SerpentDsl.Kernels.Steps;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

// The piece form and the step form.
public sealed partial class S5
{
    private const string State = "x";

    /// <inheritdoc/>
    public override StreamState NewState(long batch)
    {
        CheckCausal();
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        SequenceShape.CheckType(nameof(S5), D);
        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        var (_, transition, input) = Discretised(1.0);
        // As the rows that a step's sums are taken over.
        List<Tensor> constants = [transition.to(ComplexType), InputMatrix(input).t().contiguous(), OutputMatrix().t().contiguous()];
        if (_activation == S5Activation.FullGlu)
        {
            constants.AddRange([cat([out1!.weight!, out2!.weight!], 0), cat([out1.bias!, out2.bias!], 0)]);
        }

        return StreamState.Of([.. constants], children: [], [(State, zeros([batch, Modes], ComplexType, D.device))]).Differentiable();
    }

    /// <inheritdoc/>
    public override Tensor Chunk(Tensor u, Tensor? lengths, StreamState state)
    {
        ArgumentNullException.ThrowIfNull(state);
        CheckCausal();
        SequenceShape.Check(nameof(S5), u, lengths, D.shape[0]);
        SequenceShape.CheckPiece(nameof(S5), u, lengths);
        state.CheckLayer(nameof(S5), u.shape[0], State);
        using var scope = NewDisposeScope();
        using var mode = state.GradientMode();
        var (exponents, _, input) = Discretised(1.0);
        var valid = SequenceMask.Apply(u, lengths);
        Tensor y, states;
        if (!state.IsForTraining && FusedKernels.Fit(valid, D))
        {
            (y, var pairs) = DiagonalSystemFunction.Continue(valid, exponents, InputMatrix(input), OutputMatrix(), D, state[0]);
            states = view_as_complex(pairs.unflatten(2, [Modes, 2]));
        }
        else
        {
            states = DiagonalScan.Apply(exponents, Drive(valid, input), state[0]);
            y = Flat(states).matmul(OutputMatrix()).Plus(valid * D);
        }

        var result = Activate(y).MoveToOuterDisposeScope();
        state.Replace(0, StreamRows.Ends(cat([state[0].unsqueeze(1), states], 1), lengths).clone());
        return result;
    }

    private protected override bool StepKernelFits(Tensor u, StreamState state) =>
        FusedKernels.Fit(u) && DiagonalStep.Fits(state[0]) && FusedKernels.FitInPlace(D, out2?.weight, out2?.bias);

    private protected override void RunStepKernel(Tensor u, StreamState state, Tensor output)
    {
        var form = _preset == S5Preset.Official ? StepGelu.Tanh : StepGelu.Exact;
        var y = _activation >= S5Activation.HalfGlu1 ? state.Room(0, D.size(0), u) : output;
        var here = _activation is S5Activation.None or S5Activation.HalfGlu2 ? StepGelu.None : form;
        DiagonalStep.Run(state.Constants, state.InPlace(0), u, D, here, y);
        // That the weights fit is known already.
        if (_activation == S5Activation.FullGlu)
        {
            FusedProjection.TryRun(state.Constants[3], state.Constants[4], y, output, StepGelu.None, StepGate.Halves);
        }
        else if (_activation >= S5Activation.HalfGlu1)
        {
            FusedProjection.TryRun(
                out2!.weight!, out2.bias, y, output, _activation == S5Activation.HalfGlu2 ? form : StepGelu.None, StepGate.Inputs);
        }
    }

    private protected override Tensor ReferenceStep(Tensor u, StreamState state)
    {
        var next = (state.Constants[0] * state[0]).Plus(view_as_complex(u.matmul(state.Constants[1].t()).reshape(u.shape[0], Modes, 2)));
        var y = view_as_real(next).flatten(1).matmul(state.Constants[2].t()).Plus(u * D);
        var result = Activate(y);
        state.Replace(0, next);
        return result;
    }

    private protected override void CheckState(StreamState state, long batch) => state.CheckLayer(nameof(S5), batch, State);

    private protected override void CheckCausal()
    {
        if (_bidirectional)
        {
            throw new InvalidOperationException(
                "A bidirectional S5 sees the future; it has no streaming form. Make it with bidirectional: false.");
        }
    }
}
