using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>x_n ← ā_n x_n + b̄_n u.</summary>
/// <param name="transition">ā, complex <c>[features, modes]</c>; owned by the recurrence, as are the others.</param>
/// <param name="input">b̄, of the same shape.</param>
/// <param name="output">C, <c>[channels, features, modes]</c>.</param>
internal sealed class DiagonalRecurrence(Tensor transition, Tensor input, Tensor output) : StateSpaceRecurrence(output)
{
    private protected override Tensor Advance(Tensor u, Tensor state) => (transition * state) + (input * u.unsqueeze(2));

    protected override void Dispose(bool disposing)
    {
        transition.Dispose();
        input.Dispose();
        base.Dispose(disposing);
    }
}
