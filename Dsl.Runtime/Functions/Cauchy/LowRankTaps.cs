using SerpentDsl.Autograd;
using SerpentDsl.Kernels.Cauchy;
using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Native;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// The convolution kernels of diagonal-plus-low-rank systems (S4) from their parameters, as one function: Cauchy sums at the nodes and an
/// inverse FFT. For the backward pass the function keeps nothing but the parameters. float32 on the CPU, with float64 inside where float32
/// would lose digits.
/// </summary>
internal sealed class LowRankTaps : SingleResultFunction<LowRankTaps>
{
    private const string Form = "form";

    /// <summary>Makes the kernels.</summary>
    /// <param name="parameters">The systems.</param>
    /// <param name="form">How the systems are made of the parameters.</param>
    /// <returns><c>[channels, features, taps]</c>, features innermost in memory.</returns>
    public static Tensor Apply(in LowRankParameters parameters, LowRankForm form) => apply([.. parameters.All, form]);

    /// <inheritdoc/>
    protected override Tensor Evaluate(FunctionContext context, object[] arguments)
    {
        var parameters = LowRankParameters.Of([.. arguments.OfType<Tensor>().Select(TensorMemory.Plain)]);
        var form = (LowRankForm)arguments[^1];
        var shape = parameters.Shape(form.Nodes);
        context.Save(parameters.All);
        context[Form] = form;
        var spectrum = empty([2, shape.Outputs, shape.Bins, shape.Features], ScalarType.Float32);
        Sums(parameters, form).Forward(spectrum);
        var responses = fft.irfft(complex(spectrum.select(0, 0), spectrum.select(0, 1)), form.Nodes, 1);
        return responses.narrow(1, 0, form.Length).transpose(1, 2);
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient)
    {
        var parameters = LowRankParameters.Of(context.Saved);
        var form = (LowRankForm)context[Form];
        var shape = parameters.Shape(form.Nodes);
        var forNumerators = empty([shape.Ranges, shape.Modes, shape.Numerators, shape.Features], ScalarType.Float32);
        var forModuli = empty([shape.Ranges, shape.Modes, 2, shape.Features], ScalarType.Float32);
        Sums(parameters, form).Backward(OfSpectrum(gradient, shape), forNumerators, forModuli);
        Tensor[] gradients = [.. parameters.All.Select(parameter => empty_like(parameter))];
        Fill(parameters, form, LowRankParameters.Of(gradients), forNumerators, forModuli);
        return [.. gradients, null!];
    }

    /// <summary>The gradient of both parts of the spectrum: a real transform, in which all bins but the ends count twice.</summary>
    private static Tensor OfSpectrum(Tensor gradient, CauchyShape shape)
    {
        var transformed = fft.rfft(gradient.transpose(1, 2), shape.Nodes, 1, FFTNormType.Forward);
        var parts = view_as_real(transformed).permute(3, 0, 1, 2).contiguous();
        if (shape.FiniteBins > 1)
        {
            parts.narrow(2, 1, shape.FiniteBins - 1).mul_(Scalars.Two);
        }

        return parts;
    }

    private static unsafe CauchyKernel Sums(in LowRankParameters parameters, LowRankForm form)
    {
        var shape = parameters.Shape(form.Nodes);
        var numerators = empty([shape.Modes, shape.Numerators, shape.Features], ScalarType.Float32);
        Tensor magnitude = empty([shape.Modes, shape.Features], ScalarType.Float64), damping = empty_like(magnitude);
        var systems = Systems(parameters, form);
        CpuWorkers.Run(systems.Copies, new LowRankNumerators
        {
            Systems = systems,
            Numerators = TensorMemory.Floats(numerators),
            Magnitude = TensorMemory.Doubles(magnitude),
            Damping = TensorMemory.Doubles(damping),
        });
        GC.KeepAlive(parameters.All);
        return new CauchyKernel(shape, numerators, magnitude, damping);
    }

    private static unsafe void Fill(
        in LowRankParameters parameters, LowRankForm form, LowRankParameters gradients, Tensor forNumerators, Tensor forModuli)
    {
        var systems = Systems(parameters, form);
        CpuWorkers.Run(systems.Copies, new LowRankGradients
        {
            Systems = systems,
            Numerators = TensorMemory.Floats(forNumerators),
            Moduli = TensorMemory.Floats(forModuli),
            For = gradients.Pointers,
        });
        GC.KeepAlive((parameters.All, gradients.All, forNumerators, forModuli));
    }

    private static LowRankSystems Systems(in LowRankParameters parameters, LowRankForm form) =>
        new(parameters.Shape(form.Nodes), form, parameters.Pointers, (int)parameters.Real.shape[0]);
}
