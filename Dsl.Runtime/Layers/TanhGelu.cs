using SerpentDsl.Autograd;
using SerpentDsl.Functions;
using SerpentDsl.Kernels.Activations;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// The approximation of the GELU by a hyperbolic tangent, x/2 · (1 + tanh(√(2/π)(x + 0.044715 x³))): the default of JAX and Flax. Only x is
/// kept for the backward pass, which computes the tanh again.
/// </summary>
public sealed class TanhGelu : SingleResultFunction<TanhGelu>
{
    private const double Cubic = 0.044715;

    private static readonly double s_slope = Math.Sqrt(2 / Math.PI);

    /// <summary>Applies the function elementwise.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The same shape, owned by the caller.</returns>
    public static Tensor Apply(Tensor x) => FusedKernels.Fit(x) ? FusedGelu<TanhGeluForm>.Apply(x) : apply(x);

    /// <inheritdoc/>
    protected override Tensor Evaluate(FunctionContext context, object[] arguments)
    {
        var x = (Tensor)arguments[0];
        context.Save(x);
        return (x * (Tangent(x).Plus(1) * Scalars.Of(0.5)));
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(FunctionContext context, Tensor gradient)
    {
        Tensor x = context.Saved[0], tangent = Tangent(x);
        var inner = (x.Squared() * Scalars.Of(3 * Cubic * s_slope)).Plus(s_slope);
        var slope = tangent.Plus(1).Plus(x * tangent.Squared().neg().Plus(1) * inner) * Scalars.Of(0.5);
        return [(gradient * slope)];
    }

    private static Tensor Tangent(Tensor x) => (x * (x.Squared() * Scalars.Of(Cubic * s_slope)).Plus(s_slope)).tanh();
}
