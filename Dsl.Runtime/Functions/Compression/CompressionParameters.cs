using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>The parameters of a compression, float32 on the CPU.</summary>
/// <param name="HeadWeight">Weights w_delta of the intervals, <c>[features]</c>; null: the intervals depend on no input.</param>
/// <param name="HeadBias">Bias b, a scalar.</param>
/// <param name="Centres">Centres μ of the Gaussians, <c>[gaussians]</c>.</param>
/// <param name="Gamma">Factor γ of the squared distances in the Gaussians, a scalar.</param>
/// <param name="Weight">Weights A, <c>[outputs, window · (features + gaussians)]</c>.</param>
/// <param name="Bias">Bias a, <c>[outputs]</c>.</param>
internal readonly record struct CompressionParameters(
    Tensor? HeadWeight, Tensor HeadBias, Tensor Centres, Tensor Gamma, Tensor Weight, Tensor Bias);
