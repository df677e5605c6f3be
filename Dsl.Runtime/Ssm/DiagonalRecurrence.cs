using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>x_n ← ā_n x_n + b̄_n u.</summary>
/// <param name="tensors">ā, complex <c>[features, modes]</c>; b̄, of the same shape; C, <c>[channels, features, modes]</c>.</param>
internal sealed class DiagonalRecurrence(IReadOnlyList<Tensor> tensors) : StateSpaceRecurrence(tensors)
{
    private protected override Tensor Advance(Tensor u, Tensor state) => (Tensors[0] * state).Plus(Tensors[1] * u.unsqueeze(2));
}
