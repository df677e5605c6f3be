using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>x ← Ā x + B̄ u with a full matrix.</summary>
/// <param name="transition">Ā, complex <c>[features, modes, modes]</c>; owned by the recurrence, as are the others.</param>
/// <param name="input">B̄, <c>[features, modes]</c>.</param>
/// <param name="output">C, <c>[channels, features, modes]</c>.</param>
internal sealed class DenseRecurrence(Tensor transition, Tensor input, Tensor output) : StateSpaceRecurrence(output)
{
    private protected override Tensor Advance(Tensor u, Tensor state)
    {
        Tensor turned = transition.bmm(state.permute(1, 2, 0)).permute(2, 0, 1);
        return turned + (input * u.unsqueeze(2));
    }

    protected override void Dispose(bool disposing)
    {
        transition.Dispose();
        input.Dispose();
        base.Dispose(disposing);
    }
}
