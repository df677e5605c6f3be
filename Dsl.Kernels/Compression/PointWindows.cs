namespace SerpentDsl.Kernels.Compression;

/// <summary>
/// The windows of a batch's points. W neighbouring inputs lie one after the other in memory: a window is a row of W · H floats of the input
/// itself, without a copy.
/// </summary>
internal unsafe struct PointWindows
{
    /// <summary>Sizes.</summary>
    public WindowShape Shape;

    /// <summary>Inputs u, <c>[batch, length, features]</c>.</summary>
    public float* Inputs;

    /// <summary>True lengths <c>[batch]</c>; null: all inputs are valid.</summary>
    public long* Lengths;

    /// <summary>The first input of each window, <c>[batch, points]</c>.</summary>
    public long* Starts;

    /// <summary>Points of each sequence, K, <c>[batch]</c>.</summary>
    public long* Counts;

    /// <summary>How far points stand before the ends of their units of time: 0 or ½.</summary>
    public double Offset;

    /// <summary>The time of a point, counted from 0.</summary>
    public readonly double TimeOf(int point) => point + 1 - Offset;

    /// <summary>Points of a tile, the first of them and their number, which may be none.</summary>
    public readonly (int Sequence, int First, int Count) Tile(int tile)
    {
        var (sequence, block) = Math.DivRem(tile, Shape.TilesPerSequence);
        var first = block * WindowShape.PointsPerTile;
        return (sequence, first, (int)Math.Clamp(Counts[sequence] - first, 0, WindowShape.PointsPerTile));
    }

    /// <summary>Index of a point's first input in the batch; the window may begin before its sequence.</summary>
    public readonly nint Start(int sequence, int point) =>
        ((nint)sequence * Shape.Length) + (nint)Starts[((nint)sequence * Shape.Points) + point];

    /// <summary>Which places of a point's window are inputs of its sequence: from the first up to, without, the second.</summary>
    public readonly (int From, int To) Valid(int sequence, int point)
    {
        var start = Starts[((nint)sequence * Shape.Points) + point];
        var end = Lengths is null ? Shape.Length : Lengths[sequence];
        return ((int)Math.Clamp(-start, 0, Shape.Window), (int)Math.Clamp(end - start, 0, Shape.Window));
    }

    /// <summary>A window's inputs as one row.</summary>
    /// <param name="sequence">Sequence of the window.</param>
    /// <param name="point">Point of the window.</param>
    /// <param name="spare">W · H floats, where the row is put together if a part of the window does not exist.</param>
    public readonly float* Row(int sequence, int point, float* spare)
    {
        var (from, to) = Valid(sequence, point);
        var row = Inputs + (Start(sequence, point) * Shape.Features);
        if (from == 0 && to == Shape.Window)
        {
            return row;
        }

        for (var place = 0; place < Shape.Window; place++)
        {
            var target = new Span<float>(spare + ((nint)place * Shape.Features), Shape.Features);
            if (place >= from && place < to)
            {
                new ReadOnlySpan<float>(row + ((nint)place * Shape.Features), Shape.Features).CopyTo(target);
            }
            else
            {
                target.Clear();
            }
        }

        return spare;
    }
}
