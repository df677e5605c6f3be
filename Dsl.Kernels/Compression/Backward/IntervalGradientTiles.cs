using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Compression;

/// <summary>
/// Backwards from the distances of a sequence's inputs to their points to w_delta·u + b: a time is a sum of intervals, so the gradient of
/// an interval sums the gradients of all times from its own to the end.
/// </summary>
internal unsafe struct IntervalGradientTiles : ITiles
{
    /// <summary>The points.</summary>
    public PointWindows Windows;

    /// <summary>Derivatives of the unrounded intervals with respect to w_delta·u + b, <c>[batch, length]</c>.</summary>
    public float* Slopes;

    /// <summary>Gradient of the distances, <c>[batch, points, window]</c>.</summary>
    public float* ForDistances;

    /// <summary>Gradient of the times, <c>[batch, length]</c>; holds zeros at first; the gradient through the distances is added.</summary>
    public double* ForTimes;

    /// <summary>Gradient of w_delta·u + b, <c>[batch, length]</c>; zero at padding.</summary>
    public float* ForHead;

    /// <summary>Share of each sequence in the gradient of b, <c>[batch]</c>.</summary>
    public float* ForBias;

    /// <inheritdoc/>
    public readonly void Run(int tile)
    {
        var shape = Windows.Shape;
        for (var point = 0; point < Windows.Counts[tile]; point++)
        {
            var start = Windows.Start(tile, point);
            var (from, to) = Windows.Valid(tile, point);
            var distances = ForDistances + ((((nint)tile * shape.Points) + point) * shape.Window);
            for (var place = from; place < to; place++)
            {
                ForTimes[start + place] += distances[place];
            }
        }

        var begin = (nint)tile * shape.Length;
        var valid = Windows.Lengths is null ? shape.Length : Windows.Lengths[tile];
        double later = 0, bias = 0;
        for (var i = begin + shape.Length - 1; i >= begin; i--)
        {
            later += ForTimes[i];
            var head = i - begin < valid ? (float)(later * Slopes[i]) : 0;
            ForHead[i] = head;
            bias += head;
        }

        ForBias[tile] = (float)bias;
    }
}
