namespace SerpentDsl.Experiments.Checkpoints;

/// <summary>Realised compression rates of a layer, summed over batches.</summary>
/// <param name="Rates">Sum of the mean rates of the batches.</param>
/// <param name="Batches">Number of batches in the sum.</param>
internal readonly record struct CompressionSum(double Rates, int Batches);
