using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Compression;

/// <summary>
/// The windows of a sequence's points and the points that its inputs read back, as <c>ResamplingIndices</c> finds them by binary searches:
/// both ascend, so one walk along the times does.
/// </summary>
internal unsafe struct WindowSearchTiles : ITiles
{
    /// <summary>How decisions are taken.</summary>
    public CompressionForm Form;

    /// <summary>Inputs of a sequence.</summary>
    public int Length;

    /// <summary>Stored points of a sequence.</summary>
    public int Points;

    /// <summary>True lengths <c>[batch]</c>; null: all inputs are valid.</summary>
    public long* Lengths;

    /// <summary>Times t, <c>[batch, length]</c>; whole ticks are exact in float64.</summary>
    public double* Times;

    /// <summary>Points of each sequence, K, <c>[batch]</c>.</summary>
    public long* Counts;

    /// <summary>The first input of each window, <c>[batch, points]</c>.</summary>
    public long* Starts;

    /// <summary>The point that each input reads back, <c>[batch, length]</c>; −1: none yet.</summary>
    public long* ReadBack;

    /// <inheritdoc/>
    public readonly void Run(int tile)
    {
        var times = Times + ((nint)tile * Length);
        var starts = Starts + ((nint)tile * Points);
        var readBack = ReadBack + ((nint)tile * Length);
        if (Form.Causal)
        {
            FindEmissions(times, starts);
            for (var i = 0; i < Length; i++)
            {
                readBack[i] = (long)Math.Floor(times[i] + Form.Offset) - 1;
            }
        }
        else
        {
            FindNearest(times, starts, Lengths is null ? Length : Lengths[tile]);
            for (var i = 0; i < Length; i++)
            {
                readBack[i] = Math.Max(0, Math.Min((long)Math.Floor(times[i] + Form.Offset + 0.5), Counts[tile]) - 1);
            }
        }
    }

    private readonly void FindEmissions(double* times, long* starts)
    {
        var emission = 0;
        for (var point = 0; point < Points; point++)
        {
            while (emission < Length && times[emission] + Form.Offset < point + 1)
            {
                emission++;
            }

            starts[point] = (emission < Length ? emission : -1) - (Form.WindowSize - 1);
        }
    }

    private readonly void FindNearest(double* times, long* starts, long valid)
    {
        var window = Form.WindowSize;
        long start = 0;
        for (var point = 0; point < Points; point++)
        {
            while (start + window < valid && times[start] + Form.Offset + (times[start + window] + Form.Offset) < 2.0 * (point + 1))
            {
                start++;
            }

            starts[point] = start;
        }
    }
}
