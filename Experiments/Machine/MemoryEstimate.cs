using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Machine;

/// <summary>The memory that a model is expected to need, from its declaration alone.</summary>
/// <param name="Parameters">Bytes of its parameters and buffers.</param>
/// <param name="Optimizer">Bytes of gradients, moments and averages; 0 if it is not trained.</param>
/// <param name="Activations">Bytes that a step keeps for its backward pass; 0 if it is not trained.</param>
internal sealed record MemoryEstimate(double Parameters, double Optimizer, double Activations)
{
    /// <summary>Resident memory of a process that has loaded .NET and libtorch, and computes nothing.</summary>
    public const double Process = 250.0 * (1 << 20);

    /// <summary>All of it, in bytes.</summary>
    public double Total => Certain + Activations;

    /// <summary>What is needed whatever the batches are, in bytes.</summary>
    public double Certain => Process + Parameters + Optimizer;

    /// <summary>A model that is not trained.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="copies">Bytes per parameter relative to float32: 2 in float64.</param>
    public static MemoryEstimate OfModel(ArchitectureSpec spec, double copies = 1) => new(copies * ParameterBytes(spec), 0, 0);

    /// <summary>A model whose gradients are computed in float64.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="sequences">Sequences that go through the model at a time.</param>
    /// <param name="length">Their length, in positions.</param>
    public static MemoryEstimate OfVerification(ArchitectureSpec spec, int sequences, int length) =>
        new(4 * ParameterBytes(spec), 0, 2.0 * sequences * length * spec.Facts.TrainingBytes);

    /// <summary>A model that is trained with AdamW.</summary>
    /// <param name="spec">The model.</param>
    /// <param name="sequences">Sequences that go through the model at a time.</param>
    /// <param name="length">Their length, in positions.</param>
    /// <param name="hasAverage">Whether a moving average of the parameters is kept.</param>
    public static MemoryEstimate OfTraining(ArchitectureSpec spec, int sequences, int length, bool hasAverage)
    {
        // A gradient and two moments of each parameter, and its average.
        var parameters = ParameterBytes(spec);
        var positions = (double)sequences * Math.Min(length, spec.Head.MaxLength);
        return new MemoryEstimate(parameters, (hasAverage ? 4 : 3) * parameters, positions * spec.Facts.TrainingBytes);
    }

    private static double ParameterBytes(ArchitectureSpec spec) => spec.Weights.Count == 0
        ? 4.0 * spec.Parameters
        : spec.Weights.Sum(weight => weight.Shape.Aggregate(BytesOf(weight.Type), (product, size) => product * size));

    private static double BytesOf(string type) => type switch
    {
        "float64" or "int64" or "complex64" => 8,
        "complex128" => 16,
        _ => 4,
    };
}
