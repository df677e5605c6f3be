namespace SerpentDsl;

/// <summary>
/// States the floating-point operations of one forward pass of a layer class over one sequence, a multiply-add counted as two:
/// <c>[LayerCost("2 * Length * Features * (Features + 1)")]</c>. The expression is that of
/// <see cref="LayerParameterAttribute"/>, with one more name: <c>Length</c>, the number of positions that the layer runs over.
/// A layer class without this attribute counts two operations per parameter and position.
/// </summary>
/// <param name="flops">The expression.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LayerCostAttribute(string flops) : Attribute
{
    /// <summary>The expression.</summary>
    public string Flops { get; } = flops;

    /// <summary>
    /// Operations of one step of the streaming form, for one sequence: an expression over the same names but <c>Length</c>. Unset: two
    /// per parameter.
    /// </summary>
    public string? StepFlops { get; set; }
}
