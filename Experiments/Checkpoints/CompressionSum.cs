namespace SerpentDsl.Experiments.Checkpoints;

/// <summary>Realised compression rates of a layer, summed over batches.</summary>
/// <param name="Rates">The sum.</param>
/// <param name="Batches">How many batches are in it.</param>
internal readonly record struct CompressionSum(double Rates, int Batches);
