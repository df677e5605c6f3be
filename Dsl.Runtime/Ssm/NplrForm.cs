using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// A HiPPO system in normal-plus-low-rank form, <c>A = V (diag(λ) − P* P) V*</c>, of which one of each pair of complex
/// conjugate modes is kept: the one with negative imaginary part. All tensors are complex128 on the CPU.
/// </summary>
/// <param name="Eigenvalues">λ of A + PᵀP, by ascending imaginary part, <c>[stateSize / 2]</c>.</param>
/// <param name="LowRank">V* P, <c>[rank, stateSize / 2]</c>.</param>
/// <param name="Input">V* B with its imaginary part clipped, <c>[stateSize / 2]</c>.</param>
/// <param name="Eigenvectors">V, <c>[stateSize, stateSize / 2]</c>. The first entry of each column that does not vanish is real and
/// positive.</param>
public sealed record NplrForm(Tensor Eigenvalues, Tensor LowRank, Tensor Input, Tensor Eigenvectors) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose()
    {
        Eigenvalues.Dispose();
        LowRank.Dispose();
        Input.Dispose();
        Eigenvectors.Dispose();
    }
}
