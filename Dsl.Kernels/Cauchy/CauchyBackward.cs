using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Cauchy;

/// <summary>Gradients of a block of features from a range of nodes; the caller adds up the ranges' gradients.</summary>
internal readonly unsafe struct CauchyBackward : ILaneTiles
{
    /// <summary>The sums.</summary>
    public required CauchyData Data { get; init; }

    /// <summary>The transforms' gradient, <c>[2, outputs, bins, features]</c>.</summary>
    public required float* Gradient { get; init; }

    /// <summary>Gradients of the numerators, <c>[ranges, modes, numerators, features]</c>.</summary>
    public required float* ForNumerators { get; init; }

    /// <summary>Gradients of |w| and −Re w, <c>[ranges, modes, 2, features]</c>.</summary>
    public required float* ForModes { get; init; }

    /// <inheritdoc/>
    public int Count(int lanes) => Data.Shape.Tiles(lanes);

    /// <inheritdoc/>
    public void Run<TLanes>(int tile)
        where TLanes : struct, ILanes<TLanes>
    {
        var shape = Data.Shape;
        var (block, range) = Math.DivRem(tile, shape.Ranges);
        int lanes = TLanes.Count,
            first = block * lanes,
            count = Math.Min(lanes, shape.Features - first),
            channels = shape.Columns - shape.Rank;
        var cauchy = new CauchyBlock<TLanes>(Data, first, backward: true);
        long from = range * shape.Range,
            to = Math.Min(from + shape.Range, shape.FiniteBins),
            plane = shape.Outputs * shape.Bins * shape.Features;
        float* high = stackalloc float[CauchyBlock<TLanes>.Width], low = stackalloc float[CauchyBlock<TLanes>.Width];
        for (var bin = from; bin < to; bin += CauchyBlock<TLanes>.Width)
        {
            var nodes = (int)Math.Min(CauchyBlock<TLanes>.Width, to - bin);
            Data.CopyNodes(bin, nodes, high, low, CauchyBlock<TLanes>.Width);
            for (var output = 0; output < shape.Outputs; output++)
            {
                float* values = cauchy.OutputGradient(output / channels, output % channels),
                    source = Gradient + (((output * shape.Bins) + bin) * shape.Features) + first;
                new Span<float>(values, 2 * CauchyBlock<TLanes>.Width * lanes).Clear();
                for (var node = 0; node < nodes; node++)
                {
                    Copy(source + ((long)node * shape.Features), values + (2 * node * lanes), count);
                    Copy(source + plane + ((long)node * shape.Features), values + (((2 * node) + 1) * lanes), count);
                }
            }

            cauchy.Gradients(high, low);
        }

        cauchy.Finish();
        float* sums = cauchy.ModeGradients,
            numerators = ForNumerators + ((long)range * shape.Modes * shape.Numerators * shape.Features) + first;
        for (var i = 0; i < shape.Modes * shape.Numerators; i++)
        {
            Copy(sums + ((long)i * lanes), numerators + ((long)i * shape.Features), count);
        }

        sums += (long)shape.Modes * shape.Numerators * lanes;
        var modes = ForModes + ((long)range * shape.Modes * 2 * shape.Features) + first;
        for (var i = 0; i < shape.Modes * 2; i++)
        {
            Copy(sums + ((long)i * lanes), modes + ((long)i * shape.Features), count);
        }

        if (to == shape.FiniteBins && shape.HasLimit)
        {
            AddLimit(numerators, first, count, channels);
        }
    }

    private void AddLimit(float* numerators, int first, int count, int channels)
    {
        var shape = Data.Shape;
        for (var output = 0; output < shape.Outputs; output++)
        {
            var numerator = 2 * (((output / channels) * shape.Columns) + (output % channels));
            var source = Gradient + (((output * shape.Bins) + shape.Bins - 1) * shape.Features) + first;
            for (var n = 0; n < shape.Modes; n++)
            {
                var target = numerators + ((((long)n * shape.Numerators) + numerator) * shape.Features);
                for (var feature = 0; feature < count; feature++)
                {
                    target[feature] += source[feature];
                }
            }
        }
    }

    private static void Copy(float* from, float* to, int count) => new ReadOnlySpan<float>(from, count).CopyTo(new Span<float>(to, count));
}
