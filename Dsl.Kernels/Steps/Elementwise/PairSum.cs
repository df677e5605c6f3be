using System.Runtime.CompilerServices;

namespace SerpentDsl.Kernels.Steps;

/// <summary>x + y.</summary>
internal readonly struct PairSum : ILanePair
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    TLanes ILanePair.Of<TLanes>(TLanes left, TLanes right) => left + right;
}
