namespace SerpentDsl;

/// <summary>
/// States what a layer class costs for one sequence: <c>[LayerCost("2 * Length * Features * (Features + 1)")]</c>. The expressions are
/// those of <see cref="LayerParameterAttribute"/>, with one more name: <c>Length</c>, the number of positions that the layer runs over.
/// A layer class without this attribute counts two operations per parameter and position.
/// </summary>
/// <remarks>
/// What counts as an operation: an addition, a product, a root or an exponential of real numbers is one, a product of complex numbers six,
/// their sum two, a transform of n real numbers 2.5 n log2 n. Copies, comparisons and integers are none. <c>docs/reference/facts.md</c>
/// gives all rules.
/// </remarks>
/// <param name="flops">Floating-point operations of one forward pass, without <see cref="SharedFlops"/>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class LayerCostAttribute(string flops) : Attribute
{
    /// <summary>Floating-point operations of one forward pass, without <see cref="SharedFlops"/>.</summary>
    public string Flops { get; } = flops;

    /// <summary>
    /// Operations that a forward pass does once, however many sequences it runs over, such as making a convolution's kernel. The two
    /// sequences of a pair share them. Unset: none.
    /// </summary>
    public string? SharedFlops { get; set; }

    /// <summary>
    /// Operations of one step of the streaming form, for one sequence: an expression over the same names except <c>Length</c>. Unset: two
    /// per parameter.
    /// </summary>
    public string? StepFlops { get; set; }

    /// <summary>
    /// Bytes that a forward pass of an unpadded float32 sequence keeps for the backward pass, the layer's own input not counted. Values
    /// that are kept once for the whole batch, such as a convolution's kernel, do not count. Unset: none.
    /// </summary>
    public string? KeptBytes { get; set; }

    /// <summary>Whether the backward pass also needs the layer's input. A value that several layers read is kept once.</summary>
    public bool KeepsInput { get; set; } = true;
}
