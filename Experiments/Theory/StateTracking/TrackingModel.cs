namespace SerpentDsl.Experiments.Theory.StateTracking;

/// <summary>A model of the experiment, with the fewest blocks that the paper found.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="Layer">What the blocks compute over time; null: the oracle, which is not trained.</param>
/// <param name="Published">The paper's number of blocks for each of <see cref="PublishedLengths"/>; 0: not solved; empty: not in the
/// paper.</param>
internal sealed record TrackingModel(string Name, StackLayer? Layer, IReadOnlyList<int> Published)
{
    /// <summary>The lengths of the paper.</summary>
    public static IReadOnlyList<int> PublishedLengths { get; } = TrackingSettings.Full.Lengths;

    /// <summary>All models.</summary>
    public static IReadOnlyList<TrackingModel> All { get; } =
    [
        new("permutation oracle (linear CDE)", null, []),
        new("linear CDE", StackLayer.LinearCde, [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1]),
        new("S4", StackLayer.S4, [1, 1, 2, 2, 2, 2, 3, 3, 4, 4, 4, 4, 4, 0]),
        new("Mamba", StackLayer.Mamba, [1, 2, 2, 2, 2, 3, 3, 3, 4, 4, 0, 0, 0, 0]),
    ];

    /// <summary>Whether the paper has a length, and its number of blocks; null: not solved.</summary>
    public (bool InPaper, int? Blocks) PublishedFor(int length)
    {
        var place = Enumerable.Range(0, PublishedLengths.Count).FirstOrDefault(i => PublishedLengths[i] == length, -1);
        return Published.Count == 0 || place < 0 ? (false, null) : (true, Published[place] == 0 ? null : Published[place]);
    }
}
