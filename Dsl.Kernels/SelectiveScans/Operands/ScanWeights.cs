using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>Where the weights B or C lie.</summary>
/// <param name="rows">Weights for every position, <c>[batch, length, groups, state]</c>, or nothing.</param>
/// <param name="perChannel">Else the weights for every channel, contiguous <c>[features, state]</c>.</param>
/// <param name="runs">How many runs of channels share a group.</param>
/// <param name="group">Elements from one group to the next.</param>
internal readonly unsafe struct ScanWeights(Rows rows, float* perChannel, int runs, nint group)
{
    /// <summary>Whether the weights are given for every position.</summary>
    public bool PerPosition => rows.Exists;

    /// <summary>Elements from one position to the next; 0 when positions share the weights.</summary>
    public nint PositionStride => rows.Exists ? rows.PositionStride : 0;

    /// <summary>The first weight of a position for a run of channels.</summary>
    public float* Pointer(int sequence, nint position, int run) => rows.Pointer(sequence, position, 0) + (run / runs * group);

    /// <summary>The first weight of a channel.</summary>
    public float* OfChannel(nint channel, int size) => perChannel + (channel * size);
}
