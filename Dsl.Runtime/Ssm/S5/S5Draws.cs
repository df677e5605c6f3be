using SerpentDsl.Native;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>The random initial values of an S5 layer, distributed as those of the official code.</summary>
internal static class S5Draws
{
    /// <summary>Standard deviation of a standard normal distribution cut at ±2.</summary>
    public const double TruncatedDeviation = 0.87962566103423978;

    /// <summary>Draws C.</summary>
    /// <returns>Float64 <c>[features, modes, 2]</c>.</returns>
    public static Tensor Output(S5Initialisation initial, S5OutputInitialisation kind, long features, long stateSize, long modes) =>
        kind switch
        {
            S5OutputInitialisation.LecunNormal => initial.Output(TruncatedNormal([features, stateSize, 2], 1.0 / (stateSize * features))),
            S5OutputInitialisation.TruncatedStandardNormal => initial.Output(TruncatedNormal([features, stateSize, 2], 1.0 / stateSize)),
            S5OutputInitialisation.ComplexNormal => randn([features, modes, 2], ScalarType.Float64) * Scalars.Of(Math.Sqrt(0.5)),
            _ => throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such initialisation of C."),
        };

    /// <summary>
    /// Normal numbers truncated at two standard deviations, with the given variance after the truncation: JAX's variance scaling.
    /// </summary>
    public static Tensor TruncatedNormal(long[] shape, double variance)
    {
        var deviation = Math.Sqrt(variance) / TruncatedDeviation;
        // Not nn.init.trunc_normal_, which in TorchSharp 0.107 multiplies by the mean and adds the deviation.
        const double Bound = 0.95449973610364158;
        var normal = zeros(shape, ScalarType.Float64).uniform_(-Bound, Bound).erfinv_().mul_(Scalars.Of(deviation * Math.Sqrt(2)));
        return normal.clamp_(Scalars.Of(-2 * deviation), Scalars.Of(2 * deviation));
    }

    /// <summary>Flax's dense layer: weights of variance 1/features, biases of zero.</summary>
    public static Linear Dense(int features)
    {
        var layer = nn.Linear(features, features);
        layer.weight!.copy_(TruncatedNormal([features, features], 1.0 / features));
        layer.bias!.fill_(Scalars.Zero);
        return layer;
    }
}
