using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Cauchy;

/// <summary>Transforms of a block of features at a range of nodes.</summary>
internal readonly unsafe struct CauchyForward : ILaneTiles
{
    /// <summary>The sums.</summary>
    public required CauchyData Data { get; init; }

    /// <summary>K̂, <c>[2, outputs, bins, features]</c>: real parts, imaginary parts.</summary>
    public required float* Spectrum { get; init; }

    /// <inheritdoc/>
    public int Count(int lanes) => Data.Shape.Tiles(lanes);

    /// <inheritdoc/>
    public void Run<TLanes>(int tile)
        where TLanes : struct, ILanes<TLanes>
    {
        var shape = Data.Shape;
        var (block, range) = Math.DivRem(tile, shape.Ranges);
        int first = block * TLanes.Count, count = Math.Min(TLanes.Count, shape.Features - first);
        var cauchy = new CauchyBlock<TLanes>(Data, first, backward: false);
        long from = range * shape.Range,
            to = Math.Min(from + shape.Range, shape.FiniteBins),
            plane = shape.Outputs * shape.Bins * shape.Features;
        var channels = shape.Columns - shape.Rank;
        float* high = stackalloc float[CauchyBlock<TLanes>.Width], low = stackalloc float[CauchyBlock<TLanes>.Width];
        for (var bin = from; bin < to; bin += CauchyBlock<TLanes>.Width)
        {
            var nodes = (int)Math.Min(CauchyBlock<TLanes>.Width, to - bin);
            Data.CopyNodes(bin, nodes, high, low, CauchyBlock<TLanes>.Width);
            cauchy.Spectrum(high, low);
            for (var output = 0; output < shape.Outputs; output++)
            {
                float* values = cauchy.Output(output / channels, output % channels),
                    target = Spectrum + (((output * shape.Bins) + bin) * shape.Features) + first;
                for (var node = 0; node < nodes; node++)
                {
                    Copy(values + (2 * node * TLanes.Count), target + ((long)node * shape.Features), count);
                    Copy(values + (((2 * node) + 1) * TLanes.Count), target + plane + ((long)node * shape.Features), count);
                }
            }
        }

        if (to == shape.FiniteBins && shape.HasLimit)
        {
            Limit(first, count, plane, channels);
        }
    }

    /// <summary>ω = −1: the sum of the real parts of the numerators, whatever the low-rank term.</summary>
    private void Limit(int first, int count, long plane, int channels)
    {
        var shape = Data.Shape;
        for (var output = 0; output < shape.Outputs; output++)
        {
            var numerator = 2 * (((output / channels) * shape.Columns) + (output % channels));
            var target = Spectrum + (((output * shape.Bins) + shape.Bins - 1) * shape.Features) + first;
            for (var feature = 0; feature < count; feature++)
            {
                double sum = 0;
                for (var n = 0; n < shape.Modes; n++)
                {
                    sum += Data.Numerators[((((long)n * shape.Numerators) + numerator) * shape.Features) + first + feature];
                }

                target[feature] = (float)sum;
                target[plane + feature] = 0;
            }
        }
    }

    private static void Copy(float* from, float* to, int count) => new ReadOnlySpan<float>(from, count).CopyTo(new Span<float>(to, count));
}
