using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>The parameters of a compression, float32 on the CPU.</summary>
/// <param name="HeadWeight">w_delta, <c>[features]</c>.</param>
/// <param name="HeadBias">b, a scalar.</param>
/// <param name="Centres">μ, <c>[gaussians]</c>.</param>
/// <param name="Gamma">γ, a scalar.</param>
/// <param name="Weight">A, <c>[outputs, window · (features + gaussians)]</c>.</param>
/// <param name="Bias">a, <c>[outputs]</c>.</param>
internal readonly record struct CompressionParameters(Tensor HeadWeight, Tensor HeadBias, Tensor Centres, Tensor Gamma, Tensor Weight, Tensor Bias);
