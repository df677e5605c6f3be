using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Datasets;

/// <summary>Series with their answers. The tensors belong to the caller's dispose scope.</summary>
/// <param name="values">Normalised values, float32 <c>[batch, longest, inputs]</c>; 0 where a row is padded.</param>
/// <param name="lengths">True lengths, int64 <c>[batch]</c>; null when no row is padded.</param>
/// <param name="targets">Normalised answers, float32 <c>[batch, outputs]</c>, or classes, int64 <c>[batch]</c>.</param>
/// <param name="positions">Number of positions without padding.</param>
/// <param name="scales">Standard deviation of each answered number in its own unit; null for classes.</param>
internal sealed class SeriesBatch(Tensor values, Tensor? lengths, Tensor targets, int positions, double[]? scales) : Batch
{
    public Tensor Values => values;

    public Tensor? Lengths => lengths;

    public Tensor Targets => targets;

    /// <summary>Standard deviation of each answered number in its own unit; null for classes.</summary>
    public double[]? Scales => scales;

    public override int Tokens => positions;
}
