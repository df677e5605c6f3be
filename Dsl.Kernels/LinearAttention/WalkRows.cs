using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.LinearAttention;

/// <summary>Copies what a walk has made, <c>[positions, width]</c>, to rows of the caller.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal static unsafe class WalkRows<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Overwrites the rows.</summary>
    public static void Write(float* made, Cursor rows, int positions, int count)
    {
        nint width = StateWalk.Width(TLanes.Count);
        for (nint t = 0; t < positions; t++)
        {
            new ReadOnlySpan<float>(made + (t * width), count).CopyTo(new Span<float>(rows.At + (t * rows.Step), count));
        }
    }

    /// <summary>Adds to the rows.</summary>
    public static void Add(float* made, Cursor rows, int positions, int count)
    {
        nint width = StateWalk.Width(TLanes.Count);
        for (nint t = 0; t < positions; t++)
        {
            LaneRows<TLanes>.Add(rows.At + (t * rows.Step), made + (t * width), count);
        }
    }
}
