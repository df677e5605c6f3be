using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>Weights of attention from similarities.</summary>
internal static class AttentionWeights
{
    /// <summary>The similarity of a key that is not read: softmax gives it a weight of exactly 0.</summary>
    public const double Excluded = -1e30;

    private const double Mean = 0.707107;
    private const double Deviation = 0.282095;

    /// <summary>Applies the function; keys that are not read get the weight 0.</summary>
    /// <param name="function">The function.</param>
    /// <param name="similarities"><c>[…, queries, keys]</c>.</param>
    /// <param name="unread">Which keys are not read, bool, broadcast to the similarities; null: none.</param>
    /// <returns>The shape of the similarities.</returns>
    public static Tensor Of(AttentionFunction function, Tensor similarities, Tensor? unread)
    {
        if (function == AttentionFunction.Softmax)
        {
            return (unread is null ? similarities : similarities.masked_fill(unread, Scalars.Of(Excluded))).softmax(-1);
        }

        var weights = Elementwise(function, similarities);
        return unread is null ? weights : weights.masked_fill(unread, Scalars.Zero);
    }

    /// <summary>Applies a function that weighs every key by itself.</summary>
    /// <param name="function">Not softmax.</param>
    /// <param name="similarities">Any shape.</param>
    public static Tensor Elementwise(AttentionFunction function, Tensor similarities) => function == AttentionFunction.SquaredRelu
        ? nn.functional.relu(similarities).Squared()
        : similarities.sub(Scalars.Of(Mean)).mul(Scalars.Of(1 / (Deviation * Math.Sqrt(2)))).erf().Plus(1).mul(Scalars.Of(0.5));
}
