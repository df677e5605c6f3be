namespace SerpentDsl.Ssm;

/// <summary>The expressions in which <see cref="Mega"/> and <see cref="SeqBoat"/> state their sizes.</summary>
internal static class GatedAttentionShape
{
    /// <summary>Width of the values; 0 stands for twice the features.</summary>
    public const string Values = "(ValueFeatures == 0 ? 2 * Features : ValueFeatures)";

    /// <summary>Rows of the moving average's parameters.</summary>
    public const string Averages = "Directions * Features";

    /// <summary>Positions of a chunk, in which Mega's attention stays; without chunks the greatest length.</summary>
    public const string Chunk = "(ChunkLength == 0 ? MaxLength : ChunkLength)";

    /// <summary>Keys that the products of a query of Mega run over.</summary>
    public const string ChunkKeys = "Min(Length, " + Chunk + ")";

    /// <summary>Outputs of Mega's second projection: gate, queries and keys, reset gate, new value.</summary>
    public const string MegaProjected = "(2 * Features + QueryFeatures + " + Values + ")";

    /// <summary>Operations of Mega for one position, without those that depend on the keys and the average.</summary>
    private const string MegaPosition =
        "2 * Features * (2 * " + Values + " + " + MegaProjected + ") + 4 * QueryFeatures + 12 * Features + 8 * " + Values;

    /// <summary>Operations of Mega.</summary>
    public const string MegaFlops =
        "Length * (" + MegaPosition + " + Features * " + ConvolutionCost.Sequence + " + " + ChunkKeys
            + " * (2 * QueryFeatures + 2 * " + Values + " + 7))";

    /// <summary>Operations of a step of Mega.</summary>
    public const string MegaStepFlops =
        MegaPosition + " + 4 * Features * StateSize + " + Chunk + " * (2 * QueryFeatures + 2 * " + Values + " + 7)";

    /// <summary>
    /// Kept for Mega's backward pass without dropout: the average and its function, the projections before and after their functions,
    /// queries and keys, the weights, the mixed values with and without their gate, the new value and its difference from the old one.
    /// </summary>
    public const string MegaKept =
        "4 * Length * (7 * Features + 6 * " + Values + " + 4 * QueryFeatures + " + ChunkKeys + ")";

    /// <summary>Positions in the cache of SeqBoat's keys and values.</summary>
    public const string Reach = "(Window == 0 ? MaxLength : Min(Window, MaxLength))";

    /// <summary>Entries of SeqBoat's relative bias.</summary>
    public const string BiasReach = "(LocalPositions && Window > 0 ? 3 * Window : MaxLength)";

    /// <summary>Keys that the products of a query of SeqBoat run over.</summary>
    public const string WindowKeys = "(Window == 0 ? Length : Min(Length, (Directions + 1) * Window))";

    /// <summary>Operations of SeqBoat for one active position, without those that depend on the keys and the average.</summary>
    private const string BoatPosition =
        "2 * Features * (Features + 2 + QueryFeatures + 3 * " + Values + ") + 4 * QueryFeatures + 12 * Features + 10 * " + Values;

    /// <summary>Operations of SeqBoat when all positions are active, the most that there can be.</summary>
    public const string BoatFlops =
        "Length * (" + BoatPosition + " + Features * " + ConvolutionCost.Sequence + " + " + WindowKeys + " * (2 * QueryFeatures + 2 * "
            + Values + " + 7))";

    /// <summary>Operations of a step of SeqBoat when the position is active.</summary>
    public const string BoatStepFlops =
        BoatPosition + " + 4 * Features * StateSize + " + Reach + " * (2 * QueryFeatures + 2 * " + Values + " + 7)";

    /// <summary>
    /// Kept for SeqBoat's backward pass when all positions are active, without dropout: as in Mega, the moved positions, keys and values
    /// beside those of the neighbouring blocks, which keys are read (a byte each), distances in the sequence (8 bytes each), and the
    /// router's numbers in float64.
    /// </summary>
    public const string BoatKept =
        "4 * Length * (5 * Features + (Window == 0 ? 6 : 7 + Directions) * " + Values + " + (Window == 0 ? 4 : 4 + Directions)"
            + " * QueryFeatures + 16) + (LocalPositions && Window > 0 ? 5 : 13) * Length * " + WindowKeys;

    /// <summary>Operations that are done once for all sequences: the taps of the moving average and their transform.</summary>
    public const string SharedFlops =
        "Length * Features * (4 * Directions * StateSize + " + ConvolutionCost.KernelTransform + ")";
}
