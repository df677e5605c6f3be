namespace SerpentDsl.Specs;

/// <summary>One layer of an architecture.</summary>
/// <param name="Name">Path of its module, as in <c>state_dict</c>: <c>blocks.0.branch1_ssm</c>.</param>
/// <param name="Kind">What it is, such as <c>S4</c> or <c>SelectiveCompression</c>.</param>
/// <param name="Input">Shape it reads, such as <c>[B, L, 192]</c>.</param>
/// <param name="Output">Shape it writes.</param>
/// <param name="Parameters">Its trainable parameters.</param>
/// <param name="Flops">Floating-point operations of one forward pass over one sequence of the greatest length (both of a pair), a multiply-add counted as two.</param>
public sealed record LayerSpec(string Name, string Kind, string Input, string Output, long Parameters, long Flops);
