namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>The weights of a chunk that are given for every position, in full groups of states.</summary>
internal readonly unsafe struct ChunkWeights
{
    private readonly float* _b;
    private readonly float* _c;
    private readonly nint _strideB;
    private readonly nint _strideC;

    /// <summary>Finds the weights; copies the weights where the last group is filled in part.</summary>
    /// <param name="operands">Operands that are read.</param>
    /// <param name="sequence">The sequence.</param>
    /// <param name="run">The run of channels.</param>
    /// <param name="from">First position.</param>
    /// <param name="count">Number of positions.</param>
    /// <param name="memory">Room for <see cref="Floats"/>.</param>
    public ChunkWeights(in ScanOperands operands, int sequence, int run, int from, int count, float* memory)
    {
        var shape = operands.Shape;
        (_strideB, _strideC) = (operands.B.PositionStride, operands.C.PositionStride);
        _b = operands.B.PerPosition ? operands.B.Pointer(sequence, from, run) : null;
        _c = operands.C.PerPosition ? operands.C.Pointer(sequence, from, run) : null;
        if (shape.Size < shape.PaddedSize)
        {
            _b = Full(_b, ref _strideB, memory);
            _c = Full(_c, ref _strideC, memory + ((nint)shape.Chunk * shape.PaddedSize));
        }

        float* Full(float* weights, ref nint stride, float* target)
        {
            if (weights is null)
            {
                return null;
            }

            for (var l = 0; l < count; l++)
            {
                var row = new Span<float>(target + (l * shape.PaddedSize), shape.PaddedSize);
                new ReadOnlySpan<float>(weights + (l * stride), shape.Size).CopyTo(row);
                row[shape.Size..].Clear();
            }

            stride = shape.PaddedSize;
            return target;
        }
    }

    /// <summary>Floats that copies need.</summary>
    public static nint Floats(in ScanShape shape) => shape.Size < shape.PaddedSize ? 2 * (nint)shape.Chunk * shape.PaddedSize : 0;

    /// <summary>The first group of states.</summary>
    /// <param name="packed">Rates and weights of the channels (<see cref="ScanPack{TLanes}"/>).</param>
    /// <param name="shape">Sizes.</param>
    public StateGroup Group(float* packed, in ScanShape shape) => new(
        packed,
        _b is null ? packed + shape.StateFloats : _b,
        _strideB,
        _c is null ? packed + (2 * shape.StateFloats) : _c,
        _strideC);
}
