using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>x ← Ā x + B̄ u with a full matrix.</summary>
/// <param name="tensors">Ā, complex <c>[features, modes, modes]</c>; B̄, <c>[features, modes]</c>; C,
/// <c>[channels, features, modes]</c>.</param>
internal sealed class DenseRecurrence(IReadOnlyList<Tensor> tensors) : StateSpaceRecurrence(tensors)
{
    private protected override Tensor Advance(Tensor u, Tensor state)
    {
        var turned = Tensors[0].bmm(state.permute(1, 2, 0)).permute(2, 0, 1);
        return turned.Plus(Tensors[1] * u.unsqueeze(2));
    }
}
