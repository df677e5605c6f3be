namespace SerpentDsl.Experiments.Timings.Layers;

/// <summary>What a layer, or the same layer of all blocks together, took of a training step.</summary>
/// <param name="ForwardMs">Milliseconds of its forward passes.</param>
/// <param name="BackwardMs">Milliseconds of its backward passes.</param>
/// <param name="KeptBytes">
/// How many bytes more were in use after its forward passes than before; null where the allocator does not tell.
/// </param>
internal readonly record struct LayerCost(double ForwardMs, double BackwardMs, long? KeptBytes)
{
    public static LayerCost operator +(LayerCost left, LayerCost right) =>
        new(left.ForwardMs + right.ForwardMs, left.BackwardMs + right.BackwardMs, left.KeptBytes + right.KeptBytes);

    /// <summary>The median of each figure by itself.</summary>
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
