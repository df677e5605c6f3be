using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// The bilinear step of A = diag(λ) − P P* in O(modes): v = E∘x − P(P*x) + 2Bu, x ← D∘(v − P(R v)), with D = 1/(2/Δ − λ),
/// E = 2/Δ + λ and R = (I + P*DP)⁻¹P*D (S4's recurrent form). One mode of each conjugate pair is kept.
/// </summary>
/// <param name="tensors">
/// D and E, complex <c>[features, modes]</c>; P and R, <c>[rank, features, modes]</c>; B, <c>[features, modes]</c>;
/// C, <c>[channels, features, modes]</c>, already doubled for the conjugates.
/// </param>
internal sealed class LowRankRecurrence(IReadOnlyList<Tensor> tensors) : StateSpaceRecurrence(tensors)
{
    private protected override Tensor Advance(Tensor u, Tensor state)
    {
        var (d, e, p, r, input) = (Tensors[0], Tensors[1], Tensors[2], Tensors[3], Tensors[4]);
        var v = ((e * state) - Project(p, p.conj(), state)).Plus(Scalars.Two * input * u.unsqueeze(2));
        return d * (v - Project(p, r, v));
    }

    // P (row · x) with both halves of the conjugate pairs in the inner product, [batch, features, modes].
    private static Tensor Project(Tensor p, Tensor row, Tensor x)
    {
        var inner = Scalars.Two * (row * x.unsqueeze(1)).sum(3, keepdim: true).real;
        return (p * inner).sum(1);
    }
}
