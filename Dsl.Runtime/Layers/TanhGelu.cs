using SerpentDsl.Kernels;
using SerpentDsl.Kernels.Activations;
using SerpentDsl.Kernels.Cpu;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// The approximation of the GELU by a hyperbolic tangent, x/2 · (1 + tanh(√(2/π)(x + 0.044715 x³))): the default of JAX and Flax. Only x is kept for the
/// backward pass, which computes the tangent anew.
/// </summary>
public sealed class TanhGelu : SingleFunction<TanhGelu>
{
    private const double Cubic = 0.044715;

    private static readonly double Slope = Math.Sqrt(2 / Math.PI);

    /// <inheritdoc/>
    public override string Name => nameof(TanhGelu);

    /// <summary>Applies the function elementwise.</summary>
    /// <param name="x">Any shape.</param>
    /// <returns>The same shape, owned by the caller.</returns>
    public static Tensor Apply(Tensor x) => FusedKernels.Fit(x) ? FusedGelu<TanhGeluForm>.Apply(x) : apply(x);

    /// <inheritdoc/>
    protected override Tensor Evaluate(autograd.AutogradContext ctx, object[] vars)
    {
        using var scope = NewDisposeScope();
        var x = (Tensor)vars[0];
        ctx.Keep([x]);
        return (x * ((Tangent(x) + 1) * 0.5)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    protected override List<Tensor> Differentiate(autograd.AutogradContext ctx, Tensor grad_output)
    {
        using var scope = NewDisposeScope();
        Tensor x = ctx.get_saved_variables()[0], tangent = Tangent(x);
        Tensor inner = (x.square() * (3 * Cubic * Slope)) + Slope;
        Tensor slope = ((tangent + 1) + (x * (1 - tangent.square()) * inner)) * 0.5;
        return [(grad_output * slope).MoveToOuterDisposeScope()];
    }

    private static Tensor Tangent(Tensor x) => (x * ((x.square() * (Cubic * Slope)) + Slope)).tanh();
}
