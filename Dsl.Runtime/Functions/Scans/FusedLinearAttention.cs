using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.LinearAttention;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary><see cref="LinearAttention"/> for float32 on the CPU: the recurrence itself, with the state in registers.</summary>
internal static unsafe class FusedLinearAttention
{
    /// <summary>The outputs and the last states; arguments as of <see cref="LinearAttention.Apply"/>.</summary>
    public static (Tensor Output, Tensor LastState) Forward(Tensor queries, Tensor keys, Tensor values, Tensor logDecays, Tensor initial)
    {
        using var scope = NewDisposeScope();
        var (decays, before) = (logDecays.exp(), TensorMemory.Plain(initial));
        var (output, last) = (empty(values.shape, values.dtype), empty(initial.shape, initial.dtype));
        LaneWidth.Run(new AttentionForward
        {
            Operands = Operands(queries, keys, values, decays, before),
            Outputs = RowsOf(output),
            Last = TensorMemory.Floats(last),
        });
        GC.KeepAlive((queries, keys, values, decays, before));
        return (output.MoveToOuterDisposeScope(), last.MoveToOuterDisposeScope());
    }

    /// <summary>The gradients of <see cref="Forward"/>, in the order of its arguments.</summary>
    /// <param name="queries">As of <see cref="Forward"/>.</param>
    /// <param name="keys">As of <see cref="Forward"/>.</param>
    /// <param name="values">As of <see cref="Forward"/>.</param>
    /// <param name="logDecays">As of <see cref="Forward"/>.</param>
    /// <param name="initial">As of <see cref="Forward"/>.</param>
    /// <param name="forOutput">Gradient with respect to the outputs.</param>
    /// <param name="forLast">Gradient with respect to the last states; null: zero.</param>
    /// <returns>Owned by the caller.</returns>
    public static Tensor[] Backward(
        Tensor queries, Tensor keys, Tensor values, Tensor logDecays, Tensor initial, Tensor forOutput, Tensor? forLast)
    {
        using var scope = NewDisposeScope();
        var (decays, before, gradient) = (logDecays.exp(), TensorMemory.Plain(initial), TensorMemory.Plain(forOutput));
        var end = forLast is null ? null : TensorMemory.Plain(forLast);
        var operands = Operands(queries, keys, values, decays, before);
        var shape = operands.Shape;
        long batch = shape.Batch, length = shape.Length, shares = shape.Shares(LaneWidth.Widest),
            blocks = LinearAttentionShape.Blocks(shape.KeySize, LaneWidth.Widest);
        var (forValues, forInitial) = (empty(values.shape, values.dtype), empty(initial.shape, initial.dtype));
        var forQueries = empty([batch, length, shape.Groups, shares, shape.KeySize], queries.dtype);
        var forKeys = empty([batch, length, shape.Groups, shares, shape.KeySize], keys.dtype);
        var forLogs = empty([batch, length, shape.Heads, shape.DecayPerKey ? shape.KeySize : blocks], logDecays.dtype);
        var units = ones(shape.DecaySize, ScalarType.Float32);
        LaneWidth.Run(new ValueGradients
        {
            Operands = operands,
            ForOutputs = RowsOf(gradient),
            ForLast = TensorMemory.FloatsOrNull(end),
            ForValues = RowsOf(forValues),
            ForInitial = TensorMemory.Floats(forInitial),
            Ones = TensorMemory.Floats(units),
        });
        LaneWidth.Run(new KeyGradients
        {
            Operands = operands,
            ForOutputs = RowsOf(gradient),
            ForLast = TensorMemory.FloatsOrNull(end),
            ForQueries = RowsOf(forQueries),
            ForKeys = RowsOf(forKeys),
            ForLogDecays = RowsOf(forLogs),
            Ones = TensorMemory.Floats(units),
        });
        GC.KeepAlive((queries, keys, values, decays, before, gradient, end, units));
        Tensor[] results =
        [
            OverShares(forQueries), OverShares(forKeys), forValues, shape.DecayPerKey ? forLogs : forLogs.sum([-1]), forInitial,
        ];
        return [.. results.Select(result => result.MoveToOuterDisposeScope())];
    }

    private static Tensor OverShares(Tensor shares) => shares.shape[3] == 1 ? shares.squeeze(3) : shares.sum([3]);

    /// <summary>Pointers to the operands; those whose last two axes are not contiguous are copied into the caller's scope.</summary>
    private static LinearAttentionOperands Operands(Tensor queries, Tensor keys, Tensor values, Tensor decays, Tensor initial) => new()
    {
        Shape = new LinearAttentionShape(
            (int)values.shape[0], (int)values.shape[1], (int)values.shape[2], (int)keys.shape[2], (int)keys.shape[3], (int)values.shape[3],
            decays.dim() == 4),
        Queries = RowsOf(queries),
        Keys = RowsOf(keys),
        Values = RowsOf(values),
        Decays = RowsOf(decays),
        Initial = TensorMemory.Floats(initial),
    };

    /// <summary>An array [batch, length, …] whose axes after the length are contiguous, or a copy of it that is.</summary>
    private static Rows RowsOf(Tensor x)
    {
        var width = x.NumberOfElements / (x.shape[0] * x.shape[1]);
        var isNear = x.stride(-1) == 1 && (x.dim() < 4 || x.shape[2] == 1 || x.stride(2) == width / x.shape[2]);
        var near = isNear && !x.is_neg() ? x : TensorMemory.Plain(x);
        return new Rows(TensorMemory.FirstFloat(near), (nint)near.stride(0), (nint)near.stride(1));
    }
}
