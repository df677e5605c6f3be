using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.Fft;

namespace SerpentDsl.Kernels.LongConvolutions;

/// <summary>Convolves one block of features of one sequence.</summary>
internal readonly unsafe struct ConvolutionForward : ILaneTiles
{
    /// <summary>Sizes.</summary>
    public required ConvolutionShape Shape { get; init; }

    /// <summary>Plan of the transforms of the shape's rows.</summary>
    public required FftPlan Plan { get; init; }

    /// <summary>The numbers.</summary>
    public required ConvolutionPointers Pointers { get; init; }

    /// <inheritdoc/>
    public int Count(int lanes) => Shape.Blocks(lanes) * Shape.Batch;

    /// <inheritdoc/>
    public void Run<TLanes>(int tile)
        where TLanes : struct, ILanes<TLanes>
    {
        int lanes = TLanes.Count, blocks = Shape.Blocks(lanes);
        var (index, sequence) = Math.DivRem(tile, Shape.Batch);
        var block = new FeatureBlock<TLanes>(index * lanes, Shape.Features);
        long size = 2L * Plan.Size * lanes, stride = (long)Shape.Channels * Shape.Features;
        float* rows = Scratch.Floats((2 * size) + ((long)Shape.Length * lanes)), products = Shape.Channels == 1
            ? rows
            : rows + size, staging = rows + (2 * size);
        var source = Pointers.Inputs + ((long)sequence * Shape.Length * Shape.Features) + block.First;
        block.Transform(source, Shape.Features, Pointers.Valid(sequence, Shape.Length), staging, rows, Plan);
        for (var channel = 0; channel < Shape.Channels; channel++)
        {
            RealPairs<TLanes>.Multiply(
                rows, Pointers.Spectra + ((((long)channel * blocks) + index) * RealPairs<TLanes>.Floats(Plan)), Plan, products);
            var target = Pointers.Outputs + ((long)sequence * Shape.Length * stride) + ((long)channel * Shape.Features) + block.First;
            block.TransformBack(products, Plan, target, stride, Shape.Length, staging);
        }
    }
}
