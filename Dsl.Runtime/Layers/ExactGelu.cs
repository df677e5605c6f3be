using SerpentDsl.Autograd;
using SerpentDsl.Functions;
using SerpentDsl.Kernels.Activations;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>The exact GELU, x·Φ(x), with gradients that are right whatever the layout of the tensors.</summary>
/// <remarks>
/// libtorch 1.13 on CPUs hands float32 GELUs to oneDNN, whose backward returns uninitialised memory where the incoming gradient is not
/// contiguous: after a concatenation or a transposition, for example. So the gradient is made contiguous first.
/// </remarks>
public static class ExactGelu
{
    /// <summary>Applies the function elementwise.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The same shape, owned by the caller.</returns>
    public static Tensor Apply(Tensor x)
    {
        if (FusedKernels.Fit(x))
        {
            return FusedGelu<ExactGeluForm>.Apply(x);
        }

        using var scope = NewDisposeScope();
        var y = nn.functional.gelu(x.contiguous());
        return (y.requires_grad ? ContiguousGradient.apply(y) : y).MoveToOuterDisposeScope();
    }

    /// <summary>The identity, with a contiguous gradient.</summary>
    private sealed class ContiguousGradient : SingleResultFunction<ContiguousGradient>
    {
        protected override Tensor Evaluate(FunctionContext context, object[] arguments) => ((Tensor)arguments[0]).alias();

        protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient) => [gradient.contiguous()];
    }
}
