using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Theory.Signatures;

/// <summary>A linear map with a constant, fitted by ordinary least squares.</summary>
internal static class LinearReadOut
{
    /// <summary>The answers for other rows than those of the fit.</summary>
    /// <param name="features">Float64 <c>[count, features]</c> of the rows that are fitted.</param>
    /// <param name="labels">Float64 <c>[count]</c>, their labels.</param>
    /// <param name="others">Float64 <c>[others, features]</c>.</param>
    /// <returns><c>[others]</c>, owned by the caller.</returns>
    public static Tensor Answer(Tensor features, Tensor labels, Tensor others)
    {
        using var noGradient = no_grad();
        using var scope = NewDisposeScope();
        var design = WithConstant(features);
        // Columns of one size, so that small ones keep their digits.
        var size = design.abs().amax([0], keepdim: true);
        var weights = linalg.lstsq(design / size, labels.unsqueeze(1)).Solution;
        return (WithConstant(others) / size).matmul(weights).squeeze(1).MoveToOuterDisposeScope();
    }

    private static Tensor WithConstant(Tensor features) => cat([features, ones([features.shape[0], 1], ScalarType.Float64)], 1);
}
