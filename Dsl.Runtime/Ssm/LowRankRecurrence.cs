using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// The bilinear step of A = diag(λ) − P P* in O(modes): v = E∘x − P(P*x) + 2Bu, x ← D∘(v − P(R v)), with D = 1/(2/Δ − λ),
/// E = 2/Δ + λ and R = (I + P*DP)⁻¹P*D (s4.md section 7). One mode of each conjugate pair is kept.
/// </summary>
/// <param name="d">D, complex <c>[features, modes]</c>; owned by the recurrence, as are the others.</param>
/// <param name="e">E, of the same shape.</param>
/// <param name="p">P, <c>[rank, features, modes]</c>.</param>
/// <param name="r">R, <c>[rank, features, modes]</c>.</param>
/// <param name="input">B, <c>[features, modes]</c>.</param>
/// <param name="output">C, <c>[channels, features, modes]</c>, already doubled for the conjugates.</param>
internal sealed class LowRankRecurrence(Tensor d, Tensor e, Tensor p, Tensor r, Tensor input, Tensor output)
    : StateSpaceRecurrence(output)
{
    private protected override Tensor Advance(Tensor u, Tensor state)
    {
        using Tensor q = p.conj();
        Tensor v = (e * state) - Project(q, state) + (2 * input * u.unsqueeze(2));
        return d * (v - Project(r, v));
    }

    // P (row · x) with both halves of the conjugate pairs in the inner product, [batch, features, modes].
    private Tensor Project(Tensor row, Tensor x)
    {
        Tensor inner = 2 * (row * x.unsqueeze(1)).sum(3, keepdim: true).real;
        return (p * inner).sum(1);
    }

    protected override void Dispose(bool disposing)
    {
        d.Dispose();
        e.Dispose();
        p.Dispose();
        r.Dispose();
        input.Dispose();
        base.Dispose(disposing);
    }
}
