using SerpentDsl.Autograd;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// y = the first outputs of the circular convolution of u with k, and its hand-derived gradients: the circular correlations of the output's
/// gradient with k and with u. Left to autograd, every real transform's gradient is a complex transform of twice the size, and every crop a
/// padded copy.
/// </summary>
internal sealed class LongConvolutionFunction : SingleResultFunction<LongConvolutionFunction>
{
    private const string Size = "size", Taps = "taps", NeedsInput = "needsInput", NeedsKernel = "needsKernel";

    /// <summary>Convolves.</summary>
    /// <param name="u">Inputs, <c>[batch, length, features]</c>.</param>
    /// <param name="kernel">Taps, <c>[channels, features, taps]</c> with taps ≤ size.</param>
    /// <param name="size">Size of the transforms; large enough that nothing wraps around onto the outputs.</param>
    /// <returns><c>[batch, length, channels, features]</c>, contiguous.</returns>
    public static Tensor Apply(Tensor u, Tensor kernel, long size) => apply(u, kernel, size, u.requires_grad, kernel.requires_grad);

    /// <inheritdoc/>
    protected override Tensor Evaluate(FunctionContext context, object[] arguments)
    {
        var (u, kernel, size) = ((Tensor)arguments[0], (Tensor)arguments[1], (long)arguments[2]);
        Tensor input = fft.rfft(u.transpose(1, 2), size).unsqueeze(1), response = fft.rfft(kernel, size);
        context.Save(input, response);
        context[Size] = size;
        context[Taps] = kernel.shape[2];
        context[NeedsInput] = arguments[3];
        context[NeedsKernel] = arguments[4];
        var y = fft.irfft(input * response, size).narrow(3, 0, u.shape[1]);
        return y.permute(0, 3, 1, 2).contiguous();
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient)
    {
        var saved = context.Saved;
        var (input, response) = (saved[0], saved[1]);
        var size = (long)context[Size];
        var transformed = fft.rfft(gradient.permute(0, 2, 3, 1), size);
        Tensor? forInput = null, forKernel = null;
        if ((bool)context[NeedsInput])
        {
            var spectrum = (transformed * response.conj()).sum(dim: 1);
            forInput = fft.irfft(spectrum, size).narrow(2, 0, gradient.shape[1]).transpose(1, 2).contiguous();
        }

        if ((bool)context[NeedsKernel])
        {
            var spectrum = (transformed * input.conj()).sum(dim: 0);
            forKernel = fft.irfft(spectrum, size).narrow(2, 0, (long)context[Taps]).contiguous();
        }

        return [forInput!, forKernel!, null!, null!, null!];
    }
}
