using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>How the weights B and C of a scan are given, as a type, so that a loop is compiled for its form.</summary>
internal unsafe interface IWeightForm
{
    /// <summary>
    /// Whether there is a set of weights for every position, shared by the channels; else one for every channel, shared by the positions.
    /// </summary>
    static abstract bool PerPosition { get; }

    /// <summary>Weights of a group of states at a position.</summary>
    /// <param name="weights">The group's weights of that position, or of all.</param>
    static abstract Interleaved<TLanes> Read<TLanes>(float* weights)
        where TLanes : struct, ILanes<TLanes>;
}
