namespace SerpentDsl.Specs;

/// <summary>One layer of an architecture.</summary>
/// <param name="Name">Path of its module, as in <c>state_dict</c>: <c>blocks.0.branch1_ssm</c>.</param>
/// <param name="Kind">Kind of layer, such as <c>S4</c> or <c>SelectiveCompression</c>.</param>
/// <param name="Input">Shape it reads, such as <c>[B, L, 192]</c>.</param>
/// <param name="Output">Shape it writes.</param>
/// <param name="Parameters">Its trainable parameters.</param>
/// <param name="Flops">Floating-point operations of one forward pass over one sequence of the greatest length (both of a pair), a
/// multiply-add counted as two.</param>
public sealed record LayerSpec(string Name, string Kind, string Input, string Output, long Parameters, long Flops)
{
    /// <summary>
    /// Bytes that it keeps for the backward pass of one such sequence in float32; a value that several layers keep counts for the first of
    /// them.
    /// </summary>
    public long KeptBytes { get; init; }

    /// <summary>Floating-point operations of one step of the streaming form; 0 when the architecture has none.</summary>
    public long StepFlops { get; init; }

    /// <summary>Bytes that a step moves: parameters read, state read and written; 0 when the architecture has no streaming form.</summary>
    public long StepBytes { get; init; }

    /// <summary>Bytes of one sequence's state in the streaming form; 0 when the architecture has none.</summary>
    public long StateBytes { get; init; }
}
