using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.Fft;

namespace SerpentDsl.Kernels.LongConvolutions;

/// <summary>Transforms the kernels of one channel and block of features.</summary>
internal readonly unsafe struct KernelSpectra : ILaneTiles
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
        var lanes = TLanes.Count;
        var (channel, index) = Math.DivRem(tile, Shape.Blocks(lanes));
        var block = new FeatureBlock<TLanes>(index * lanes, Shape.Features);
        var size = 2L * Plan.Size;
        var rows = Scratch.Floats(size * lanes);
        var first = ((long)channel * Shape.Taps * Shape.Features) + block.First;
        for (long t = 0; t < size; t++)
        {
            // A circular kernel: lag −1 − m lies at its end, where a transform of this size reads negative lags.
            var source = t < Shape.Taps ? Pointers.Ahead + first + (t * Shape.Features)
                : Shape.IsTwoSided && size - 1 - t < Shape.Taps ? Pointers.Behind + first + ((size - 1 - t) * Shape.Features)
                : null;
            var row = new Span<float>(rows + (t * lanes), lanes);
            row[(source == null ? 0 : block.Count)..].Clear();
            if (source != null)
            {
                new ReadOnlySpan<float>(source, block.Count).CopyTo(row);
            }
        }

        for (var lane = 0; lane < block.Count && Pointers.Skip != null; lane++)
        {
            rows[lane] += Pointers.Skip[((long)channel * Shape.Features) + block.First + lane];
        }

        LaneFft<TLanes>.Forward(rows, Plan);
        // Half for E and O of the kernel, half for E and O of the sequence that the kernel is multiplied by, and the inverse transform's
        // factor.
        RealPairs<TLanes>.Split(rows, Plan, 0.25f / Plan.Size, Pointers.Spectra + (tile * RealPairs<TLanes>.Floats(Plan)));
    }
}
