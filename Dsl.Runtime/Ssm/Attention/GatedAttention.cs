using SerpentDsl.Layers;
using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>What <see cref="Mega"/> and <see cref="SeqBoat"/> have in common: single-head attention of gated parts.</summary>
internal static class GatedAttention
{
    private const double InitialDeviation = 0.02;

    /// <summary>Refuses options that are out of their range.</summary>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public static void CheckOptions(AttentionFunction function, RelativeBiasKind bias, int queryFeatures, double dropout)
    {
        if (!Enum.IsDefined(function))
        {
            throw new ArgumentOutOfRangeException(nameof(function), function, "There is no such function of attention.");
        }

        if (!Enum.IsDefined(bias))
        {
            throw new ArgumentOutOfRangeException(nameof(bias), bias, "There is no such relative bias.");
        }

        if (bias == RelativeBiasKind.Rotary && queryFeatures % 2 != 0)
        {
            throw new ArgumentException(
                $"A rotary bias turns pairs of numbers, so queries have an even width, not {queryFeatures}.", nameof(queryFeatures));
        }

        if (dropout is not (>= 0 and < 1))
        {
            throw new ArgumentOutOfRangeException(nameof(dropout), dropout, "A dropout probability is at least 0 and less than 1.");
        }
    }

    /// <summary>A parameter of normal numbers.</summary>
    /// <param name="shape">Its shape.</param>
    public static Parameter NormalParameter(params long[] shape)
    {
        using var normal = randn(shape);
        return ModuleTensor.Parameter(normal.mul(Scalars.Of(InitialDeviation)));
    }

    /// <summary>A linear layer with normal weights and biases of zero.</summary>
    /// <param name="inputs">Width of its input.</param>
    /// <param name="outputs">Width of its output.</param>
    public static Linear NormalLinear(long inputs, long outputs)
    {
        var layer = nn.Linear(inputs, outputs);
        nn.init.normal_(layer.weight, 0, InitialDeviation);
        nn.init.zeros_(layer.bias!);
        return layer;
    }

    /// <summary>Queries and keys, each an affine function of every feature of one shared tensor.</summary>
    /// <param name="shared"><c>[…, width]</c>.</param>
    /// <param name="gamma">Factors, <c>[2, width]</c>.</param>
    /// <param name="beta">Terms, <c>[2, width]</c>.</param>
    public static (Tensor Queries, Tensor Keys) QueriesAndKeys(Tensor shared, Tensor gamma, Tensor beta) =>
        ((shared * gamma.select(0, 0)).Plus(beta.select(0, 0)), (shared * gamma.select(0, 1)).Plus(beta.select(0, 1)));

    /// <summary>Applies dropout where it does something, so that no tensor is made elsewhere.</summary>
    /// <param name="dropout">The module; null: none.</param>
    /// <param name="x">Any shape.</param>
    public static Tensor Dropped(Dropout? dropout, Tensor x) => dropout is { training: true } ? dropout.call(x) : x;

    /// <summary>The module for a probability; null for 0.</summary>
    /// <param name="probability">From 0 to below 1.</param>
    public static Dropout? NewDropout(double probability) => probability > 0 ? nn.Dropout(probability) : null;
}
