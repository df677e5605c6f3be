using SerpentDsl.Functions;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// The expansion of Liquid-S4 in products of inputs over whole sequences, of which <see cref="LiquidKernel.KB"/> and
/// <see cref="LiquidKernel.PB"/> keep the terms of consecutive inputs. The remarks of <see cref="LiquidS4"/> give the formulas; p below is
/// the number of inputs in a product, s_k the product u_k ⋯ u_{k−p+1}.
/// </summary>
/// <param name="system">Ā, B̄ and C, one direction or two.</param>
/// <param name="skip">D, <c>[1, features]</c>.</param>
/// <param name="order">The greatest p, 2 or more.</param>
/// <param name="contraction">Applied to the products.</param>
internal sealed class LiquidExpansion(DiagonalSystem system, Tensor skip, int order, LiquidContraction contraction)
{
    private readonly bool _bidirectional = system.Output.shape[0] == 2;

    /// <summary>B̄^p for p = 1 .. order, <c>[order, features, modes]</c>.</summary>
    public Tensor InputPowers() => system.Input.expand(order, -1, -1).cumprod(0);

    /// <summary>The weights 2 Re C B̄^p of p = 2 .. order, <c>[order − 1, directions, features]</c>.</summary>
    public Tensor Weights() =>
        Scalars.Two * (InputPowers().narrow(0, 1, order - 1).unsqueeze(1) * system.Output).sum([3]).real.to(skip.dtype);

    /// <summary>s of p = 2 .. order: at every position the product of the input there and those before it, contracted.</summary>
    /// <param name="u"><c>[batch, length, features]</c>.</param>
    /// <param name="earlier">The order − 1 inputs before the first, oldest first, <c>[batch, order − 1, features]</c>; null: zeros.</param>
    /// <returns>Each <c>[batch, length, features]</c>.</returns>
    public Tensor[] Products(Tensor u, Tensor? earlier = null)
    {
        var (batch, length, features) = (u.shape[0], u.shape[1], u.shape[2]);
        var all = cat([earlier ?? zeros([batch, order - 1, features], u.dtype, u.device), u], 1);
        var products = new Tensor[order - 1];
        var product = u;
        for (var age = 1; age < order; age++)
        {
            product = product * all.narrow(1, order - 1 - age, length);
            products[age - 1] = contraction.Apply(product);
        }

        return products;
    }

    /// <summary>The linear part, k ∗ u + D u.</summary>
    /// <param name="u"><c>[batch, length, features]</c>.</param>
    /// <returns><c>[batch, length, features]</c>.</returns>
    public Tensor Convolve(Tensor u)
    {
        var taps = Taps(u.shape[1], 1)[0];
        var forward = taps.narrow(0, 0, 1);
        var sum = _bidirectional
            ? LongConvolution.Bidirectional(u, forward, taps.narrow(0, 1, 1), skip)
            : LongConvolution.Causal(u, forward, skip);
        return sum.squeeze(2);
    }

    /// <summary>KB: the linear part and the products, each with its kernel, as one convolution over that many times the features.</summary>
    /// <param name="u"><c>[batch, length, features]</c>.</param>
    /// <param name="products">From <see cref="Products"/>.</param>
    /// <returns><c>[batch, length, features]</c>.</returns>
    public Tensor ConvolveWithProducts(Tensor u, Tensor[] products)
    {
        var (batch, length, features) = (u.shape[0], u.shape[1], u.shape[2]);
        var taps = Taps(length, order);
        // Only the first order of the forward direction has a skip connection.
        var ahead = SideBySide(taps, 0);
        var others = order - 1 + (_bidirectional ? order - 1 : 0);
        Tensor skips = cat([skip, zeros([1, others * features], u.dtype, u.device)], 1), sum;
        if (_bidirectional)
        {
            var back = SideBySide(taps, 1);
            var none = zeros([1, length, (order - 1) * features], u.dtype, u.device);
            sum = LongConvolution.Bidirectional(
                cat([u, .. products, .. LaterProducts(u)], 2),
                cat([ahead, none], 2).transpose(1, 2),
                cat([back.narrow(2, 0, features), none, back.narrow(2, features, (order - 1) * features)], 2).transpose(1, 2),
                skips);
        }
        else
        {
            sum = LongConvolution.Causal(cat([u, .. products], 2), ahead.transpose(1, 2), skips);
        }

        return sum.reshape(batch, length, -1, features).sum([2]);
    }

    /// <summary>
    /// PB without the linear part: weights times the sums of the products so far, and in the backward direction of those that follow.
    /// </summary>
    /// <param name="u"><c>[batch, length, features]</c>.</param>
    /// <returns><c>[batch, length, features]</c>.</returns>
    public Tensor Accumulate(Tensor u)
    {
        var weights = Weights();
        var sum = (stack(Products(u), 1).cumsum(2) * weights.select(1, 0).unsqueeze(1)).sum([1]);
        if (!_bidirectional)
        {
            return sum;
        }

        var later = stack(LaterProducts(u), 1);
        // From the next position on.
        var following = later.flip(2).cumsum(2).flip(2) - later;
        return sum.Plus((following * weights.select(1, 1).unsqueeze(1)).sum([1]));
    }

    // Products with the inputs after a position instead of those before it.
    private Tensor[] LaterProducts(Tensor u) => [.. Products(u.flip(1)).Select(product => product.flip(1))];

    // The kernels of the first orders, C Ā^l B̄^p, [orders, directions, features, length].
    private Tensor Taps(long length, int orders)
    {
        var coefficients = InputPowers().narrow(0, 0, orders).unsqueeze(1) * system.Output;
        return Vandermonde
            .Sum(coefficients.flatten(0, 1), system.Exponents, length, skip.dtype)
            .reshape(orders, -1, skip.shape[1], length);
    }

    // The kernels of one direction, [1, length, orders · features].
    private static Tensor SideBySide(Tensor taps, int direction) => taps.select(1, direction).permute(2, 0, 1).flatten(1, 2).unsqueeze(0);
}
