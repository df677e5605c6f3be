using SerpentDsl.Autograd;
using SerpentDsl.Kernels.LongConvolutions;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// The long convolution by transforms over features, fused: inputs and outputs are read and written in place. For the backward pass the
/// function keeps the inputs, which are transformed again, and the kernels' transforms. float32 on the CPU.
/// </summary>
internal sealed class FusedConvolution : SingleResultFunction<FusedConvolution>
{
    private const string Shape = "shape", NeedsInputs = "needsInputs", NeedsTaps = "needsTaps", HasSkip = "hasSkip";

    /// <summary>Convolves.</summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>.</param>
    /// <param name="ahead">Taps of lag 0 and on, <c>[channels, features, taps]</c>; fastest where the features lie innermost.</param>
    /// <param name="behind">Taps of lag −1 and before, of the same shape; null: none.</param>
    /// <param name="skip">Added to the taps of lag 0, <c>[channels, features]</c>; null: nothing.</param>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>: inputs beyond their sequence's length are not read; null when nothing is
    /// padded.</param>
    /// <returns><c>[batch, length, channels, features]</c>, contiguous.</returns>
    public static Tensor Apply(Tensor u, Tensor ahead, Tensor? behind, Tensor? skip, Tensor? lengths = null)
    {
        var needsTaps = ahead.requires_grad || behind is { requires_grad: true } || skip is { requires_grad: true };
        return apply(u, ahead, behind!, skip!, u.requires_grad, needsTaps, lengths!);
    }

    /// <inheritdoc/>
    protected override Tensor Evaluate(FunctionContext context, object[] arguments)
    {
        var (u, ahead, behind, skip) = ((Tensor)arguments[0], (Tensor)arguments[1], (Tensor?)arguments[2], (Tensor?)arguments[3]);
        var lengths = ((Tensor?)arguments[6])?.contiguous();
        var shape = new ConvolutionShape(
            (int)u.shape[0], (int)u.shape[1], (int)u.shape[2], (int)ahead.shape[0], (int)ahead.shape[2], behind is not null);
        var kernel = new ConvolutionKernel(shape);
        Tensor inputs = TensorMemory.Plain(u), spectra = kernel.NewSpectra(1);
        kernel.Transform(Rows(ahead), behind is null ? null : Rows(behind), skip is null ? null : TensorMemory.Plain(skip), spectra);
        var outputs = empty([shape.Batch, shape.Length, shape.Channels, shape.Features], ScalarType.Float32);
        kernel.Forward(inputs, lengths, spectra, outputs);
        context.Save(inputs, spectra, lengths);
        context[Shape] = shape;
        context[NeedsInputs] = arguments[4];
        context[NeedsTaps] = arguments[5];
        context[HasSkip] = skip is not null;
        return outputs;
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient)
    {
        var saved = context.Saved;
        var shape = (ConvolutionShape)context[Shape];
        var (needsInputs, needsTaps) = ((bool)context[NeedsInputs], (bool)context[NeedsTaps]);
        var kernel = new ConvolutionKernel(shape);
        Tensor? forInputs = needsInputs ? empty_like(saved[0]) : null, sums = needsTaps ? kernel.NewSpectra(shape.Groups) : null;
        kernel.Backward(TensorMemory.Plain(gradient), saved[0], saved[2], saved[1], forInputs, sums);
        Tensor? ahead = null, behind = null, skip = null;
        if (sums is not null)
        {
            ahead = empty([shape.Channels, shape.Taps, shape.Features], ScalarType.Float32);
            behind = shape.IsTwoSided ? empty_like(ahead) : null;
            kernel.Gradients(sums, ahead, behind);
            skip = (bool)context[HasSkip] ? ahead.select(1, 0).clone() : null;
        }

        return
        [
            forInputs!,
            ahead?.transpose(1, 2)!,
            behind?.transpose(1, 2)!,
            skip!,
            null!,
            null!,
            null!,
        ];
    }

    /// <summary>Taps with the features innermost.</summary>
    private static Tensor Rows(Tensor taps) => TensorMemory.Plain(taps.transpose(1, 2));
}
