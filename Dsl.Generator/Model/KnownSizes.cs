using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Model;

/// <summary>Parameters and cost of TorchSharp's own layers, which have no attributes that state them.</summary>
internal static class KnownSizes
{
    /// <summary>The size of an embedding.</summary>
    /// <exception cref="System.OverflowException">A size does not fit a 64-bit integer.</exception>
    public static LayerSize Embedding(long vocabulary, long features, long positions) => checked(new(vocabulary * features, 0)
    {
        Weights = EquatableArray.Of(Weight.Parameter("weight", vocabulary, features)),
        StepReads = sizeof(float) * features,
        KeptInput = sizeof(long) * positions,
    });

    /// <summary>The size of a linear layer.</summary>
    /// <exception cref="System.OverflowException">A size does not fit a 64-bit integer.</exception>
    public static LayerSize Linear(long inputs, long outputs, long positions, bool hasBias = true)
    {
        var weight = Weight.Parameter("weight", outputs, inputs);
        var parameters = checked((inputs * outputs) + (hasBias ? outputs : 0));
        var flops = checked(outputs * ((2 * inputs) + (hasBias ? 1 : 0)));
        return checked(new(parameters, positions * flops)
        {
            Weights = hasBias ? EquatableArray.Of(weight, Weight.Parameter("bias", outputs)) : EquatableArray.Of(weight),
            StepFlops = flops,
            StepReads = sizeof(float) * parameters,
            KeptInput = sizeof(float) * positions * inputs,
        });
    }

    /// <summary>
    /// The size of a dropout. Drawing the mask counts as no operation; scaling the mask and applying it count as one operation each. A mask
    /// that is tied over time is one position long.
    /// </summary>
    /// <exception cref="System.OverflowException">A size does not fit a 64-bit integer.</exception>
    public static LayerSize Dropout(long features, long positions, bool isTied) =>
        checked(new(0, (isTied ? positions + 1 : 2 * positions) * features)
        {
            KeptWithin = sizeof(float) * (isTied ? 1 : positions) * features,
        });
}
