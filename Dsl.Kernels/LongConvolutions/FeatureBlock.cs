using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.Fft;

namespace SerpentDsl.Kernels.LongConvolutions;

/// <summary>
/// A block of neighbouring features of sequences <c>[length, …, features]</c>: as many as there are lanes, or fewer at the end.
/// </summary>
/// <param name="first">The first feature.</param>
/// <param name="features">All features.</param>
/// <typeparam name="TLanes">The vector.</typeparam>
internal readonly unsafe struct FeatureBlock<TLanes>(int first, int features)
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>The first feature.</summary>
    public int First { get; } = first;

    /// <summary>How many there are.</summary>
    public int Count { get; } = Math.Min(TLanes.Count, features - first);

    /// <summary>Whether every lane has a feature; else sequences go through a staging memory of whole vectors.</summary>
    public bool IsFull => Count == TLanes.Count;

    /// <summary>Transforms real sequences.</summary>
    /// <param name="source">Their first feature at time 0.</param>
    /// <param name="stride">Floats from one time to the next.</param>
    /// <param name="length">Times.</param>
    /// <param name="staging">Vectors for all times; read only where the block is not full.</param>
    /// <param name="rows">Receives the frequencies.</param>
    /// <param name="plan">Plan of the transform.</param>
    public void Transform(float* source, long stride, int length, float* staging, float* rows, FftPlan plan)
    {
        if (IsFull)
        {
            LaneFft<TLanes>.ForwardFrom(source, stride, length, rows, plan);
            return;
        }

        new Span<float>(staging, length * TLanes.Count).Clear();
        for (long t = 0; t < length; t++)
        {
            new ReadOnlySpan<float>(source + (t * stride), Count).CopyTo(new Span<float>(staging + (t * TLanes.Count), Count));
        }

        LaneFft<TLanes>.ForwardFrom(staging, TLanes.Count, length, rows, plan);
    }

    /// <summary>Transforms back.</summary>
    /// <param name="rows">The frequencies; they are overwritten.</param>
    /// <param name="plan">Plan of the transform.</param>
    /// <param name="target">Receives the sequences' first feature at time 0.</param>
    /// <param name="stride">Floats from one time to the next.</param>
    /// <param name="length">Times.</param>
    /// <param name="staging">Vectors for all times; used where the block is not full.</param>
    public void TransformBack(float* rows, FftPlan plan, float* target, long stride, int length, float* staging)
    {
        if (IsFull)
        {
            LaneFft<TLanes>.InverseTo(rows, plan, target, stride, length);
            return;
        }

        LaneFft<TLanes>.InverseTo(rows, plan, staging, TLanes.Count, length);
        for (long t = 0; t < length; t++)
        {
            new ReadOnlySpan<float>(staging + (t * TLanes.Count), Count).CopyTo(new Span<float>(target + (t * stride), Count));
        }
    }
}
