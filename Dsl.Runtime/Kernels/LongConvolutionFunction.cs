using static TorchSharp.torch;

namespace SerpentDsl.Kernels;

/// <summary>
/// y = the first outputs of the circular convolution of u with k, and its hand-derived gradients: the circular correlations of the output's gradient with k and
/// with u. Left to autograd, every real transform's gradient is a complex transform of twice the size, and every crop a padded copy.
/// </summary>
internal sealed class LongConvolutionFunction : SingleFunction<LongConvolutionFunction>
{
    private const string Size = "size", Taps = "taps", NeedsInput = "needsInput", NeedsKernel = "needsKernel";

    /// <inheritdoc/>
    public override string Name => nameof(LongConvolutionFunction);

    /// <summary>Convolves.</summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>.</param>
    /// <param name="kernel">Taps, <c>[channels, features, taps]</c> with taps ≤ size.</param>
    /// <param name="size">Size of the transforms; large enough that nothing wraps around onto the outputs.</param>
    /// <returns><c>[batch, length, channels, features]</c>, contiguous.</returns>
    public static Tensor Apply(Tensor u, Tensor kernel, long size) => apply(u, kernel, size, u.requires_grad, kernel.requires_grad);

    /// <inheritdoc/>
    protected override Tensor Evaluate(autograd.AutogradContext ctx, object[] vars)
    {
        (var u, var kernel, var size) = ((Tensor)vars[0], (Tensor)vars[1], (long)vars[2]);
        using var scope = NewDisposeScope();
        Tensor input = fft.rfft(u.transpose(1, 2), size).unsqueeze(1), response = fft.rfft(kernel, size);
        ctx.Keep([input, response]);
        ctx.save_data(Size, size);
        ctx.save_data(Taps, kernel.shape[2]);
        ctx.save_data(NeedsInput, vars[3]);
        ctx.save_data(NeedsKernel, vars[4]);
        Tensor y = fft.irfft(input * response, size).narrow(3, 0, u.shape[1]);
        return y.permute(0, 3, 1, 2).contiguous().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        List<Tensor> saved = ctx.get_saved_variables();
        (Tensor input, Tensor response) = (saved[0], saved[1]);
        var size = (long)ctx.get_data(Size);
        Tensor gradient = fft.rfft(grad_output.permute(0, 2, 3, 1), size);
        Tensor? forInput = null, forKernel = null;
        if ((bool)ctx.get_data(NeedsInput))
        {
            Tensor spectrum = (gradient * response.conj()).sum(dim: 1);
            forInput = fft.irfft(spectrum, size).narrow(2, 0, grad_output.shape[1]).transpose(1, 2).contiguous().MoveToOuterDisposeScope();
        }

        if ((bool)ctx.get_data(NeedsKernel))
        {
            Tensor spectrum = (gradient * input.conj()).sum(dim: 0);
            forKernel = fft.irfft(spectrum, size).narrow(2, 0, (long)ctx.get_data(Taps)).contiguous().MoveToOuterDisposeScope();
        }

        return [forInput!, forKernel!, null!, null!, null!];
    }
}
