using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Layers;

/// <summary>The least streaming layer: m ← m + a(u − m), and the inputs of the last two positions. It inherits Chunk.</summary>
internal sealed class MovingAverage : StreamingLayer
{
    private readonly Parameter rate;

    public MovingAverage(long features)
        : base(nameof(MovingAverage))
    {
        rate = new Parameter(full([features], Scalars.Of(0.25), ScalarType.Float64));
        rate.DetachFromDisposeScope();
        RegisterComponents();
    }

    public override Tensor forward(Tensor u, Tensor? lengths)
    {
        using var scope = NewDisposeScope();
        var mean = zeros([u.shape[0], u.shape[2]], u.dtype);
        List<Tensor> outputs = [];
        for (long l = 0; l < u.shape[1]; l++)
        {
            mean = mean.Plus(rate * (u.select(1, l) - mean));
            var second = l < 2 ? zeros_like(mean) : u.select(1, l - 2);
            outputs.Add(mean.Plus(second));
        }

        return stack(outputs, 1).MoveToOuterDisposeScope();
    }

    public override StreamState NewState(long batch) => StreamState.Of(
        ("mean", zeros([batch, rate.shape[0]], rate.dtype)),
        ("recent", zeros([batch, 2, rate.shape[0]], rate.dtype)));

    public override Tensor Step(Tensor u, StreamState state)
    {
        using var scope = NewDisposeScope();
        var mean = state[0].Plus(rate * (u - state[0]));
        var output = mean.Plus(state[1].select(1, 0));
        state.Replace(1, cat([state[1].narrow(1, 1, 1), u.unsqueeze(1)], 1));
        state.Replace(0, mean);
        return output.MoveToOuterDisposeScope();
    }
}
