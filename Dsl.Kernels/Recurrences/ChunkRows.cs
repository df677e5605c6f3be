using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Recurrences;

/// <summary>
/// A block of features of one sequence, read and written chunk by chunk along one direction. Backwards, position s of the recurrence is
/// length − 1 − s of the inputs; the outputs at s belong to the position before, because the backward kernel begins at lag 1.
/// </summary>
/// <param name="first">The block's first feature.</param>
/// <param name="features">All features.</param>
/// <param name="length">Positions.</param>
/// <param name="isBackward">The direction.</param>
/// <typeparam name="TLanes">The vector.</typeparam>
internal readonly unsafe struct ChunkRows<TLanes>(int first, int features, int length, bool isBackward)
    where TLanes : struct, ILanes<TLanes>
{
    private readonly int _count = Math.Min(TLanes.Count, features - first);

    /// <summary>Positions of a chunk.</summary>
    /// <param name="from">First position of the chunk.</param>
    public int Count(int from) => Math.Min(ModeShape.Chunk, length - from);

    /// <summary>Reads inputs.</summary>
    /// <param name="sequence"><c>[length, features]</c>.</param>
    /// <param name="from">The chunk's first position.</param>
    /// <param name="rows">Receives a vector per position.</param>
    public void ReadInputs(float* sequence, int from, float* rows)
    {
        for (var t = 0; t < Count(from); t++)
        {
            Read(sequence, isBackward ? length - 1 - from - t : from + t, rows + (t * TLanes.Count));
        }
    }

    /// <summary>Reads an array in the layout of the outputs.</summary>
    /// <param name="sequence"><c>[length, features]</c>.</param>
    /// <param name="from">The chunk's first position.</param>
    /// <param name="rows">Receives a vector per position, zero where there is no output.</param>
    public void ReadOutputs(float* sequence, int from, float* rows)
    {
        for (var t = 0; t < Count(from); t++)
        {
            Read(sequence, isBackward ? length - 2 - from - t : from + t, rows + (t * TLanes.Count));
        }
    }

    /// <summary>Writes to where the inputs lie.</summary>
    /// <param name="rows">A vector per position.</param>
    /// <param name="sequence"><c>[length, features]</c>.</param>
    /// <param name="from">The chunk's first position.</param>
    public void WriteInputs(float* rows, float* sequence, int from)
    {
        for (var t = 0; t < Count(from); t++)
        {
            Write(rows + (t * TLanes.Count), sequence, isBackward ? length - 1 - from - t : from + t);
        }
    }

    /// <summary>Writes outputs, except outputs that have no position.</summary>
    /// <param name="rows">A vector per position.</param>
    /// <param name="sequence"><c>[length, features]</c>.</param>
    /// <param name="from">The chunk's first position.</param>
    public void WriteOutputs(float* rows, float* sequence, int from)
    {
        for (var t = 0; t < Count(from); t++)
        {
            Write(rows + (t * TLanes.Count), sequence, isBackward ? length - 2 - from - t : from + t);
        }
    }

    private void Read(float* sequence, int position, float* row)
    {
        if (position < 0)
        {
            TLanes.Store(TLanes.Zero, row);
        }
        else if (_count == TLanes.Count)
        {
            TLanes.Store(TLanes.Load(sequence + ((long)position * features) + first), row);
        }
        else
        {
            ReadFew(sequence + ((long)position * features) + first, row);
        }
    }

    private void ReadFew(float* source, float* row)
    {
        TLanes.Store(TLanes.Zero, row);
        new ReadOnlySpan<float>(source, _count).CopyTo(new Span<float>(row, _count));
    }

    private void Write(float* row, float* sequence, int position)
    {
        if (position < 0)
        {
            return;
        }

        var target = sequence + ((long)position * features) + first;
        if (_count == TLanes.Count)
        {
            TLanes.Store(TLanes.Load(row), target);
        }
        else
        {
            new ReadOnlySpan<float>(row, _count).CopyTo(new Span<float>(target, _count));
        }
    }
}
