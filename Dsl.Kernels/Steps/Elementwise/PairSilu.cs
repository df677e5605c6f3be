using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Steps;

/// <summary>x · SiLU(z).</summary>
internal readonly struct PairSilu : ILanePair
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    TLanes ILanePair.Of<TLanes>(TLanes left, TLanes right) => left * (right * LaneMath<TLanes>.Sigmoid(right));
}
