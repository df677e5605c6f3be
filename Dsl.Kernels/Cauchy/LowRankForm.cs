namespace SerpentDsl.Kernels.Cauchy;

/// <summary>How the taps of a diagonal-plus-low-rank system are made of its parameters.</summary>
/// <param name="DeltaTransform">Makes Δ of <c>inv_dt</c>.</param>
/// <param name="RealTransform">Makes −Re λ of <c>A_real</c>.</param>
/// <param name="ImaginaryTransform">Makes −Im λ of <c>A_imag</c>.</param>
/// <param name="Rate">Multiplies Δ.</param>
/// <param name="Nodes">Length of the whole circle of nodes.</param>
/// <param name="Length">Number of taps to compute, from the first on.</param>
internal sealed record LowRankForm(
    PositiveTransform DeltaTransform,
    PositiveTransform RealTransform,
    PositiveTransform ImaginaryTransform,
    double Rate,
    long Nodes,
    long Length);
