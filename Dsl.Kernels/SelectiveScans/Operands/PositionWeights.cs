using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>A number for every position and state.</summary>
internal readonly unsafe struct PositionWeights : IWeightForm
{
    /// <inheritdoc/>
    public static bool PerPosition => true;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> Read<TLanes>(float* weights)
        where TLanes : struct, ILanes<TLanes> => Interleaved<TLanes>.Spread(weights);
}
