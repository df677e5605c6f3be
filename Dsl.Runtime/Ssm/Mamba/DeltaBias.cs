using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>The initial step sizes of Mamba and Mamba-2, as in the official code.</summary>
internal static class DeltaBias
{
    /// <summary>
    /// softplus⁻¹(τ) with τ log-uniform in [<paramref name="least"/>, <paramref name="greatest"/>], at least <paramref name="floor"/>.
    /// </summary>
    /// <returns><c>[count]</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">A limit is not positive, or the lower limit is above the upper one.</exception>
    public static Tensor Draw(long count, double least, double greatest, double floor)
    {
        if (!(least > 0) || !(least <= greatest) || !double.IsFinite(greatest) || !(floor > 0) || !double.IsFinite(floor))
        {
            throw new ArgumentException(
                $"Δ starts in [{least}, {greatest}] and is at least {floor}; 0 < minDelta ≤ maxDelta and 0 < deltaFloor are needed.",
                nameof(least));
        }

        using var scope = NewDisposeScope();
        var tau = (rand(count) * Scalars.Of(Math.Log(greatest / least))).Plus(Math.Log(least)).exp().clamp_min(Scalars.Of(floor));
        return tau.Plus((-(-tau).expm1()).log()).MoveToOuterDisposeScope();
    }
}
