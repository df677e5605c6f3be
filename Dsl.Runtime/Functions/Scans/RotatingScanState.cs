using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>What the recurrence of Mamba-3 (<see cref="RotatingScan"/>) remembers. The tensors are borrowed.</summary>
/// <param name="Angles">θ of the last position, modulo 2π, <c>[batch, heads, angles]</c>.</param>
/// <param name="States">S, <c>[batch, heads, head size, state]</c>.</param>
/// <param name="Keys">The rotated keys of the last position, <c>[batch, heads, state]</c>.</param>
/// <param name="Values">The values of the last position, <c>[batch, heads, head size]</c>.</param>
public sealed record RotatingScanState(Tensor Angles, Tensor States, Tensor Keys, Tensor Values);
