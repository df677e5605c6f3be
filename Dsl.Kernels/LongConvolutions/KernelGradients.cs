using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.Fft;

namespace SerpentDsl.Kernels.LongConvolutions;

/// <summary>Transforms the summed spectra of one channel and block of features back to the taps' gradient.</summary>
internal readonly unsafe struct KernelGradients : ILaneTiles
{
    /// <summary>Sizes.</summary>
    public required ConvolutionShape Shape { get; init; }

    /// <summary>Plan of the transforms of the shape's rows.</summary>
    public required FftPlan Plan { get; init; }

    /// <summary>The numbers.</summary>
    public required ConvolutionPointers Pointers { get; init; }

    /// <inheritdoc/>
    public int Count(int lanes) => Shape.Channels * Shape.Blocks(lanes);

    /// <inheritdoc/>
    public void Run<TLanes>(int tile)
        where TLanes : struct, ILanes<TLanes>
    {
        int lanes = TLanes.Count, blocks = Shape.Blocks(lanes);
        var (channel, index) = Math.DivRem(tile, blocks);
        var block = new FeatureBlock<TLanes>(index * lanes, Shape.Features);
        long size = 2L * Plan.Size, spectrum = RealPairs<TLanes>.Floats(Plan);
        var rows = Scratch.Floats(size * lanes);
        RealPairs<TLanes>.Join(
            Pointers.Sums + (tile * spectrum), Shape.Groups, Shape.Channels * blocks * spectrum, Plan, 0.25f / Plan.Size, rows);
        LaneFft<TLanes>.Inverse(rows, Plan);
        var first = ((long)channel * Shape.Taps * Shape.Features) + block.First;
        for (long t = 0; t < Shape.Taps; t++)
        {
            Copy(rows + (t * lanes), Pointers.Ahead + first + (t * Shape.Features), block.Count);
            if (Shape.IsTwoSided)
            {
                Copy(rows + ((size - 1 - t) * lanes), Pointers.Behind + first + (t * Shape.Features), block.Count);
            }
        }
    }

    private static void Copy(float* from, float* to, int count) => new ReadOnlySpan<float>(from, count).CopyTo(new Span<float>(to, count));
}
