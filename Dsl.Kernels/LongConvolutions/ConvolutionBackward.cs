using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.Fft;

namespace SerpentDsl.Kernels.LongConvolutions;

/// <summary>
/// The inputs' gradient of one block of features of a group of sequences, and the group's sums for the kernels' gradient.
/// </summary>
internal readonly unsafe struct ConvolutionBackward : ILaneTiles
{
    /// <summary>Sizes.</summary>
    public required ConvolutionShape Shape { get; init; }

    /// <summary>Plan of the transforms of the shape's rows.</summary>
    public required FftPlan Plan { get; init; }

    /// <summary>The numbers.</summary>
    public required ConvolutionPointers Pointers { get; init; }

    /// <inheritdoc/>
    public int Count(int lanes) => Shape.Blocks(lanes) * Shape.Groups;

    /// <inheritdoc/>
    public void Run<TLanes>(int tile)
        where TLanes : struct, ILanes<TLanes>
    {
        var lanes = TLanes.Count;
        var (index, group) = Math.DivRem(tile, Shape.Groups);
        var block = new FeatureBlock<TLanes>(index * lanes, Shape.Features);
        var size = 2L * Plan.Size * lanes;
        var rows = Scratch.Floats((3 * size) + ((long)Shape.Length * lanes));
        for (var sequence = group * Shape.Group; sequence < Math.Min(Shape.Batch, (group + 1) * Shape.Group); sequence++)
        {
            Add(block, index, group, sequence, rows, rows + size, rows + (2 * size), rows + (3 * size));
        }
    }

    private void Add<TLanes>(
        FeatureBlock<TLanes> block, int index, int group, int sequence, float* gradient, float* inputs, float* products, float* staging)
        where TLanes : struct, ILanes<TLanes>
    {
        int blocks = Shape.Blocks(TLanes.Count), valid = Pointers.Valid(sequence, Shape.Length);
        long stride = (long)Shape.Channels * Shape.Features,
            spectrum = RealPairs<TLanes>.Floats(Plan),
            first = ((long)sequence * Shape.Length * Shape.Features) + block.First;
        if (Shape.Channels == 1)
        {
            products = gradient;
        }

        if (Pointers.Sums != null)
        {
            block.Transform(Pointers.Inputs + first, Shape.Features, valid, staging, inputs, Plan);
        }

        for (var channel = 0; channel < Shape.Channels; channel++)
        {
            var at = (((long)channel * blocks) + index) * spectrum;
            var source = Pointers.Outputs + ((long)sequence * Shape.Length * stride) + ((long)channel * Shape.Features) + block.First;
            block.Transform(source, stride, Shape.Length, staging, gradient, Plan);
            if (Pointers.Sums != null)
            {
                RealPairs<TLanes>.Accumulate(
                    gradient,
                    inputs,
                    Plan,
                    Pointers.Sums + ((long)group * Shape.Channels * blocks * spectrum) + at,
                    add: sequence % Shape.Group != 0);
            }

            if (Pointers.ForInputs != null)
            {
                RealPairs<TLanes>.Correlate(gradient, Pointers.Spectra + at, Plan, products, add: channel > 0);
            }
        }

        if (Pointers.ForInputs == null)
        {
            return;
        }

        block.TransformBack(products, Plan, Pointers.ForInputs + first, Shape.Features, valid, staging);
        for (long t = valid; t < Shape.Length; t++)
        {
            new Span<float>(Pointers.ForInputs + first + (t * Shape.Features), block.Count).Clear();
        }
    }
}
