using System.Runtime.CompilerServices;

namespace SerpentDsl.Kernels.Steps;

/// <summary>(x − shift) · scale · weight.</summary>
/// <param name="shift">Taken from every number.</param>
/// <param name="scale">Multiplies every number.</param>
internal readonly struct PairScale(float shift, float scale) : ILanePair
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    TLanes ILanePair.Of<TLanes>(TLanes left, TLanes right) => (left - TLanes.Broadcast(shift)) * TLanes.Broadcast(scale) * right;
}
