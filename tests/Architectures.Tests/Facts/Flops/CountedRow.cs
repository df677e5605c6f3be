namespace SerpentDsl.Architectures.Tests.Facts.Flops;

/// <summary>Operations of one layer of all blocks, as they were counted.</summary>
/// <param name="Architecture">The model's name.</param>
/// <param name="Parameters">Its parameters at that time.</param>
/// <param name="Length">Its greatest length at that time.</param>
/// <param name="Pass"><c>forward</c> or <c>step</c>.</param>
/// <param name="Layer">The layer; <c>all</c> of a step, whose layers were not told apart.</param>
/// <param name="Matrix">Operations of products of matrices and of convolutions by taps.</param>
/// <param name="Transform">Operations of transforms.</param>
/// <param name="Other">All others.</param>
internal sealed record CountedRow(
    string Architecture, long Parameters, long Length, string Pass, string Layer, long Matrix, long Transform, long Other)
{
    /// <summary>What follows from shapes alone.</summary>
    public long Core => Matrix + Transform;

    /// <summary>All operations.</summary>
    public long Total => Core + Other;
}
