using SerpentDsl.Kernels.Fft;

namespace SerpentDsl.Kernels.LongConvolutions;

/// <summary>Sizes of a convolution by transforms, and how it is cut into tiles.</summary>
/// <param name="Batch">Sequences.</param>
/// <param name="Length">Positions of each.</param>
/// <param name="Features">Features of each position.</param>
/// <param name="Channels">Outputs per feature.</param>
/// <param name="Taps">Taps of each kernel.</param>
/// <param name="IsTwoSided">Whether there is a second kernel, for the inputs after a position.</param>
internal readonly record struct ConvolutionShape(int Batch, int Length, int Features, int Channels, int Taps, bool IsTwoSided)
{
    /// <summary>Gradients of the kernels are summed over at least so many sequences before they are stored…</summary>
    private const int SmallestGroup = 4;

    /// <summary>…and stored at most so many times.</summary>
    private const int MostGroups = 4;

    /// <summary>Rows of two positions that one transform spans: the convolution must not wrap around onto itself.</summary>
    public int Rows => FftPlan.FastSize(((long)Length + Taps + 1) / 2);

    /// <summary>Sequences whose contributions to the kernels' gradient one tile adds up.</summary>
    public int Group => Math.Max(SmallestGroup, (Batch + MostGroups - 1) / MostGroups);

    /// <summary>How many such groups there are.</summary>
    public int Groups => (Batch + Group - 1) / Group;

    /// <summary>Blocks of as many features as there are lanes.</summary>
    /// <param name="lanes">Lanes of a vector.</param>
    public int Blocks(int lanes) => (Features + lanes - 1) / lanes;

    /// <summary>Floats of the transforms of all kernels, <c>[channels, blocks, pairs, 4, lanes]</c>.</summary>
    /// <param name="lanes">Lanes of a vector.</param>
    public long SpectrumFloats(int lanes) => (long)Channels * Blocks(lanes) * ((Rows / 2) + 1) * 4 * lanes;
}
