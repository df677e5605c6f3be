using SerpentDsl.Kernels.CausalConvolutions;
using SerpentDsl.Kernels.Cpu;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary><see cref="CausalConvolution"/> followed by SiLU, for float32 on the CPU in one pass.</summary>
internal static unsafe class FusedCausalConvolution
{
    /// <summary>Whether the kernel can work on these operands: a register of channels is the least.</summary>
    public static bool Fits(Tensor x, Tensor weight, Tensor? bias, Tensor? state) =>
        FusedKernels.Fit(x, weight, bias, state) && x.shape[2] >= LaneWidth.Widest;

    /// <summary>As <see cref="CausalConvolution.Activated"/>, on checked operands.</summary>
    public static Tensor Apply(Tensor x, Tensor weight, Tensor? bias, Tensor? state) =>
        is_grad_enabled()
            && (x.requires_grad || weight.requires_grad || bias is { requires_grad: true } || state is { requires_grad: true })
            ? FusedCausalConvolutionFunction.Apply(x, weight, bias, state)
            : Forward(x, weight, bias, state);

    /// <summary>Convolves and activates.</summary>
    public static Tensor Forward(Tensor x, Tensor weight, Tensor? bias, Tensor? state)
    {
        using var scope = NewDisposeScope();
        var output = empty(x.shape, ScalarType.Float32);
        LaneWidth.Run(new CausalConvolutionForward(Operands(x, weight, bias, state), TensorRows.Of(output)));
        GC.KeepAlive((x, weight, bias, state, output));
        return output.MoveToOuterDisposeScope();
    }

    /// <summary>The gradients of <see cref="Forward"/> with respect to its operands, in their order; owned by the caller.</summary>
    public static (Tensor X, Tensor Weight, Tensor? Bias, Tensor? State) Backward(
        Tensor x, Tensor weight, Tensor? bias, Tensor? state, Tensor forOutput)
    {
        using var scope = NewDisposeScope();
        var operands = Operands(x, weight, bias, state);
        var (batch, channels, taps) = (x.shape[0], x.shape[2], weight.shape[2]);
        Tensor forX = empty(x.shape, ScalarType.Float32), forPast = empty([batch, long.Max(taps - 1, 1), channels], ScalarType.Float32);
        var shares = empty([operands.Tiles, taps + 1, channels], ScalarType.Float32);
        LaneWidth.Run(new CausalConvolutionBackward(
            operands,
            new CausalConvolutionGradients
            {
                Output = TensorRows.Of(forOutput),
                X = TensorRows.Of(forX),
                Past = TensorRows.Of(forPast),
                Weights = TensorMemory.Floats(shares),
            }));
        GC.KeepAlive((x, weight, bias, state, forOutput));
        var sums = shares.sum([0]);
        return (
            forX.MoveToOuterDisposeScope(),
            sums.narrow(0, 0, taps).transpose(0, 1).reshape(weight.shape).MoveToOuterDisposeScope(),
            bias is null ? null : sums.select(0, taps).clone().MoveToOuterDisposeScope(),
            state is null ? null : ForState(forPast, taps).MoveToOuterDisposeScope());
    }

    // The oldest input of the state is not seen any more.
    private static Tensor ForState(Tensor forPast, long taps)
    {
        var oldest = zeros([forPast.shape[0], 1, forPast.shape[2]], ScalarType.Float32);
        return cat([oldest, forPast.narrow(1, 0, taps - 1)], 1).transpose(1, 2).contiguous();
    }

    private static CausalConvolutionOperands Operands(Tensor x, Tensor weight, Tensor? bias, Tensor? state)
    {
        var (batch, length, channels, taps) = (x.shape[0], x.shape[1], x.shape[2], weight.shape[2]);
        var past = taps == 1 ? null
            : state is null ? zeros([1, taps - 1, channels], ScalarType.Float32).expand(batch, taps - 1, channels)
            : state.narrow(2, 1, taps - 1).transpose(1, 2);
        return new CausalConvolutionOperands
        {
            Batch = (int)batch,
            Length = (int)length,
            Channels = (int)channels,
            Taps = (int)taps,
            X = TensorRows.Of(x),
            Past = TensorRows.Of(past),
            Weights = TensorMemory.Floats(TensorMemory.Plain(weight.view(channels, taps).transpose(0, 1))),
            Bias = TensorMemory.Floats(bias is null ? zeros([channels], ScalarType.Float32) : TensorMemory.Plain(bias)),
        };
    }
}
