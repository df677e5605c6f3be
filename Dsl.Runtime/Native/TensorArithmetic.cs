using static TorchSharp.torch;

namespace SerpentDsl.Native;

/// <summary>
/// Operators for which TorchSharp's own versions create a number (<c>x + y</c> is <c>x + 1 y</c>), which a garbage collection can free
/// during the call. Here the number is one of <see cref="Scalars"/>.
/// </summary>
public static class TensorArithmetic
{
    private const double SoftplusIsLinear = 20;

    /// <summary>x + y, element by element, with broadcasting.</summary>
    public static Tensor Plus(this Tensor x, Tensor y) => x.add(y, Scalars.One);

    /// <summary>x + y for every element of <paramref name="x"/>.</summary>
    public static Tensor Plus(this Tensor x, long y) => x.add(Scalars.Of(y), Scalars.One);

    /// <inheritdoc cref="Plus(Tensor, long)"/>
    public static Tensor Plus(this Tensor x, double y) => x.add(Scalars.Of(y), Scalars.One);

    /// <summary>Adds <paramref name="y"/> to <paramref name="x"/> and returns <paramref name="x"/>.</summary>
    public static Tensor AddInPlace(this Tensor x, Tensor y) => x.add_(y, Scalars.One);

    /// <inheritdoc cref="AddInPlace(Tensor, Tensor)"/>
    public static Tensor AddInPlace(this Tensor x, double y) => x.add_(Scalars.Of(y), Scalars.One);

    /// <summary>x², element by element.</summary>
    public static Tensor Squared(this Tensor x) => x.pow(Scalars.Two);

    /// <summary>
    /// log(1 + exp(x)), element by element, and x itself above 20, as in <c>torch.softplus</c>; computed as -log sigmoid(-x), an operator
    /// that takes no number.
    /// </summary>
    public static Tensor Softplus(this Tensor x) => where(x.gt(Scalars.Of(SoftplusIsLinear)), x, nn.functional.logsigmoid(x.neg()).neg());
}
