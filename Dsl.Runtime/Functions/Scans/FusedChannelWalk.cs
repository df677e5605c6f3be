using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.LinearAttention;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>The recurrence of <see cref="TimeVaryingScan"/> for float32 on the CPU, a register of channels at a time.</summary>
internal static unsafe class FusedChannelWalk
{
    /// <summary>Runs the recurrence.</summary>
    /// <param name="factors">a, <c>[batch, length, …]</c>.</param>
    /// <param name="inputs">v, of the same shape.</param>
    /// <param name="initial">The states before the first position, <c>[batch, …]</c>; null: zeros.</param>
    /// <param name="backwards">Whether the walk is x_l = a_{l+1} x_{l+1} + v_l, from the last position.</param>
    /// <returns>x, of the inputs' shape, owned by the caller.</returns>
    public static Tensor Run(Tensor factors, Tensor inputs, Tensor? initial, bool backwards)
    {
        using var scope = NewDisposeScope();
        var (a, v) = (TensorMemory.Plain(factors), TensorMemory.Plain(inputs));
        var before = initial is null ? null : TensorMemory.Plain(initial);
        var states = empty(inputs.shape, inputs.dtype);
        var (batch, length) = (inputs.shape[0], inputs.shape[1]);
        var channels = (nint)(inputs.NumberOfElements / batch / length);
        LaneWidth.Run(new ChannelWalk
        {
            Batch = (int)batch,
            Length = (int)length,
            Channels = (int)channels,
            Factors = RowsOf(a),
            Inputs = RowsOf(v),
            Initial = TensorMemory.FloatsOrNull(before),
            States = RowsOf(states),
            Backwards = backwards,
        });
        GC.KeepAlive((a, v, before));
        return states.MoveToOuterDisposeScope();

        Rows RowsOf(Tensor x) => new(TensorMemory.Floats(x), (nint)length * channels, channels);
    }
}
