using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>Applies a <see cref="PointwiseFunction"/>.</summary>
public static class Pointwise
{
    /// <summary>Applies the function elementwise.</summary>
    /// <param name="function">The function.</param>
    /// <param name="x">Any shape.</param>
    /// <returns>The same shape, owned by the caller.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such function.</exception>
    public static Tensor Apply(PointwiseFunction function, Tensor x) => function switch
    {
        PointwiseFunction.Relu => nn.functional.relu(x),
        PointwiseFunction.Gelu => ExactGelu.Apply(x),
        PointwiseFunction.TanhGelu => TanhGelu.Apply(x),
        PointwiseFunction.Silu => nn.functional.silu(x),
        _ => throw new ArgumentOutOfRangeException(nameof(function), function, "There is no such function."),
    };

    /// <summary>Applies the function to one position of every sequence, and writes the result to memory of the caller.</summary>
    /// <param name="function">The function.</param>
    /// <param name="x">Features, <c>[batch, features]</c>.</param>
    /// <param name="output">The same shape; written to.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public static Tensor Step(PointwiseFunction function, Tensor x, Tensor output)
    {
        using var noGradient = no_grad();
        using var result = Apply(function, x);
        return StepOutput.Fill(nameof(Pointwise), output, result);
    }
}
