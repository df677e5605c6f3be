using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>(e^z − 1)/z, which zero-order hold multiplies ΔB by, without the cancellation near z = 0.</summary>
internal static class ExponentialQuotient
{
    /// <summary>Below this magnitude the series up to z⁹/10! is exact in float64.</summary>
    private const double Small = 0.1;

    /// <summary>Applies the function elementwise.</summary>
    /// <param name="z">Complex128, any shape.</param>
    /// <returns>The same shape, owned by the caller.</returns>
    public static Tensor Of(Tensor z)
    {
        using var scope = NewDisposeScope();
        var isSmall = z.detach().abs().lt(Scalars.Of(Small));
        var series = ones_like(z);
        for (var term = 10; term >= 2; term--)
        {
            series = (z * series / Scalars.Of(term)).Plus(1);
        }
        // The unselected branch must not divide by zero: the gradient would contain NaN · 0.
        var safe = where(isSmall, ones_like(z), z);
        return where(isSmall, series, (safe.exp() - Scalars.One) / safe).MoveToOuterDisposeScope();
    }
}
