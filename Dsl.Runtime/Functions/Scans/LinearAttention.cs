using SerpentDsl.Layers;
using static TorchSharp.torch;

namespace SerpentDsl.Functions;

/// <summary>
/// Linear attention with decays, the recurrence of Mamba-2, Mamba-3, GLA and GateLoop: S_l = diag(e^{a_l}) S_{l−1} + k_l v_lᵀ,
/// y_l = S_lᵀ q_l for every head. A position's decay acts before its own input. Exact, once differentiable. Float32 on the CPU goes through
/// a fused kernel, everything else through matrix products of torch.
/// </summary>
public static class LinearAttention
{
    /// <summary>Positions that the reference path works on by one matrix product; the result does not depend on it.</summary>
    public const long DefaultChunkLength = 64;

    /// <summary>Runs over whole sequences.</summary>
    /// <param name="inputs">Operands that are read.</param>
    /// <param name="chunkLength">Positions that the reference path works on by one matrix product; affects speed only.</param>
    /// <returns>Outputs <c>[batch, length, heads, value size]</c> and the states after the last position,
    /// <c>[batch, heads, key size, value size]</c>; both owned by the caller.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit together.</exception>
    public static (Tensor Output, Tensor LastState) Apply(in LinearAttentionInputs inputs, long chunkLength = DefaultChunkLength)
    {
        var results = Run(inputs, chunkLength, givesState: true);
        return (results[0], results[1]);
    }

    /// <summary>Runs over whole sequences whose last states nobody reads.</summary>
    /// <param name="inputs">Operands that are read.</param>
    /// <param name="chunkLength">As of <see cref="Apply"/>.</param>
    /// <returns>Outputs as of <see cref="Apply"/>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">Shapes do not fit together.</exception>
    public static Tensor Output(in LinearAttentionInputs inputs, long chunkLength = DefaultChunkLength) =>
        Run(inputs, chunkLength, givesState: false)[0];

    private static List<Tensor> Run(in LinearAttentionInputs inputs, long chunkLength, bool givesState)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(chunkLength, 1);
        Check(inputs);
        using var scope = NewDisposeScope();
        var (keys, values) = (inputs.Keys, inputs.Values);
        var before = inputs.Initial
            ?? zeros([values.shape[0], values.shape[2], keys.shape[3], values.shape[3]], values.dtype, values.device);
        var results = LinearAttentionFunction.Apply(inputs.Queries, keys, values, inputs.LogDecays, before, chunkLength, givesState);
        return results.ConvertAll(result => result.MoveToOuterDisposeScope());
    }

    private static void Check(in LinearAttentionInputs inputs)
    {
        if (inputs.Values.dim() != 4 || inputs.Values.shape.Contains(0))
        {
            throw new ArgumentException(
                $"Values are [batch, length, heads, value size], none of them 0, not {SequenceShape.Text(inputs.Values)}.", nameof(inputs));
        }

        var (batch, length, heads) = (inputs.Values.shape[0], inputs.Values.shape[1], inputs.Values.shape[2]);
        var keys = inputs.Keys;
        if (keys.dim() != 4 || keys.shape[0] != batch || keys.shape[1] != length || keys.shape[2] < 1 || heads % keys.shape[2] != 0
            || keys.shape[3] < 1 || !keys.shape.SequenceEqual(inputs.Queries.shape))
        {
            throw new ArgumentException(
                $"Queries and keys are [{batch}, {length}, groups, key size] with groups that divide the {heads} heads, not "
                    + $"{SequenceShape.Text(inputs.Queries)} and {SequenceShape.Text(keys)}.",
                nameof(inputs));
        }

        SequenceShape.Require(
            "the array of decays",
            inputs.LogDecays,
            inputs.LogDecays.dim() == 4 ? [batch, length, heads, keys.shape[3]] : [batch, length, heads]);
        SequenceShape.Require("the state", inputs.Initial, batch, heads, keys.shape[3], inputs.Values.shape[3]);
    }
}
