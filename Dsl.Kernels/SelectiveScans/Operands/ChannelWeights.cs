using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>A number for every channel and state, packed as registers of channels.</summary>
internal readonly unsafe struct ChannelWeights : IWeightForm
{
    /// <inheritdoc/>
    public static bool PerPosition => false;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Interleaved<TLanes> Read<TLanes>(float* weights)
        where TLanes : struct, ILanes<TLanes> => Interleaved<TLanes>.Load(weights);
}
