namespace SerpentDsl.Experiments.Timings.Layers;

/// <summary>The cost in a training step of a layer, or of the same layer in all blocks together.</summary>
/// <param name="ForwardMs">Time of the forward passes, in milliseconds.</param>
/// <param name="BackwardMs">Time of the backward passes, in milliseconds.</param>
/// <param name="KeptBytes">
/// Increase of the bytes in use from before the forward passes to after them; null if the allocator does not report them.
/// </param>
internal readonly record struct LayerCost(double ForwardMs, double BackwardMs, long? KeptBytes)
{
    public static LayerCost operator +(LayerCost left, LayerCost right) =>
        new(left.ForwardMs + right.ForwardMs, left.BackwardMs + right.BackwardMs, left.KeptBytes + right.KeptBytes);

    /// <summary>The median of each figure separately.</summary>
    public static LayerCost Median(IReadOnlyList<LayerCost> costs) => new(
        Middle(costs.Select(cost => cost.ForwardMs)),
        Middle(costs.Select(cost => cost.BackwardMs)),
        costs[0].KeptBytes is null ? null : Middle(costs.Select(cost => cost.KeptBytes!.Value)));

    private static T Middle<T>(IEnumerable<T> values)
    {
        T[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
