using SerpentDsl.Autograd;
using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Tests.Verification;

/// <summary>A moving average, m ← d m + (1 − d) u with d = σ(decay), y = scale · m; wrong in one way.</summary>
[LayerParameter("decay", "Features")]
[LayerParameter("scale", "Features")]
[LayerState("mean", "Features")]
public sealed class FaultyLayer : StreamingLayer
{
    private static readonly List<Tensor> s_kept = [];
    private readonly Parameter decay;
    private readonly Parameter scale;
    private readonly Fault _fault;
    private StreamState? _remembered;

    public FaultyLayer(int features, Fault fault)
        : base(nameof(FaultyLayer))
    {
        decay = new Parameter(zeros(features));
        scale = new Parameter(ones(features));
        decay.DetachFromDisposeScope();
        scale.DetachFromDisposeScope();
        _fault = fault;
        RegisterComponents();
    }

    public override Tensor forward(Tensor u, Tensor? lengths)
    {
        using var scope = NewDisposeScope();
        var mean = zeros([u.shape[0], u.shape[2]], u.dtype);
        List<Tensor> outputs = [];
        for (long l = 0; l < u.shape[1]; l++)
        {
            mean = Advance(mean, u.select(1, l));
            outputs.Add(Answer(mean));
        }

        var y = stack(outputs, 1);
        switch (_fault)
        {
            case Fault.LooksAhead:
                y = y.Plus(Scalars.Of(1e-5) * cat([u.narrow(1, 1, u.shape[1] - 1), zeros_like(u.narrow(1, 0, 1))], 1));
                break;
            case Fault.WrongGradient when y.requires_grad:
                y = OffByAPercent.Apply(y);
                break;
            case Fault.Leaks:
                s_kept.Add(y.detach().clone().DetachFromDisposeScope());
                break;
            case Fault.KnowsItsRow:
                y = cat([y.narrow(0, 0, 1) * Scalars.Of(1.001), y.narrow(0, 1, y.shape[0] - 1)], 0);
                break;
        }

        return y.MoveToOuterDisposeScope();
    }

    public override StreamState NewState(long batch)
    {
        var state = StreamState.Of(("mean", zeros([batch, decay.shape[0]], decay.dtype)));
        if (_fault == Fault.RemembersInTheLayer)
        {
            _remembered?.Dispose();
            _remembered = state.Copy();
        }

        return _fault == Fault.CutsGradients ? state.Differentiable() : state;
    }

    public override Tensor Step(Tensor u, StreamState state)
    {
        using var scope = NewDisposeScope();
        var memory = _fault == Fault.RemembersInTheLayer ? _remembered! : state;
        var mean = Advance(memory[0], u);
        memory.Replace(0, mean);
        var y = Answer(mean);
        return (_fault == Fault.StepDrifts ? y * Scalars.Of(1 + 1e-7) : y).MoveToOuterDisposeScope();
    }

    public override Tensor Chunk(Tensor u, Tensor? lengths, StreamState state) => state.IsForTraining
        ? TrainingChunk(u, lengths, state)
        : base.Chunk(u, _fault == Fault.ChunkIgnoresLengths ? null : lengths, state);

    private Tensor TrainingChunk(Tensor u, Tensor? lengths, StreamState state)
    {
        using var scope = NewDisposeScope();
        var mean = state[0];
        List<Tensor> outputs = [];
        for (long l = 0; l < u.shape[1]; l++)
        {
            var next = Advance(mean, u.select(1, l));
            mean = lengths is null ? next : where(lengths.gt(Scalars.Of(l)).unsqueeze(1), next, mean);
            outputs.Add(Answer(mean));
        }

        state.Replace(0, mean.detach().clone());
        return stack(outputs, 1).MoveToOuterDisposeScope();
    }

    private Tensor Advance(Tensor mean, Tensor u)
    {
        var kept = decay.sigmoid();
        return (kept * mean).Plus(kept.neg().Plus(1) * u);
    }

    private Tensor Answer(Tensor mean) => _fault == Fault.IdleParameter ? mean.alias() : scale * mean;

    private sealed class OffByAPercent : SingleResultFunction<OffByAPercent>
    {
        public static Tensor Apply(Tensor y) => apply(y);

        protected override Tensor Evaluate(FunctionContext context, object[] arguments) => ((Tensor)arguments[0]).alias();

        protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient) => [gradient * Scalars.Of(1.01)];
    }
}
