using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Steps;

/// <summary>x · σ(z).</summary>
internal readonly struct PairGate : ILanePair
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    TLanes ILanePair.Of<TLanes>(TLanes left, TLanes right) => left * LaneMath<TLanes>.Sigmoid(right);
}
