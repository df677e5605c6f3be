namespace SerpentDsl.Experiments.Checkpoints;

/// <summary>Realised compression rates and coverage of a layer, summed over batches.</summary>
/// <param name="Rates">Sum of the mean rates of the batches.</param>
/// <param name="Batches">Number of batches in the sum.</param>
/// <param name="Coverage">Sum of the mean coverage of the batches; 0 in states from before it was measured.</param>
internal readonly record struct CompressionSum(double Rates, int Batches, double Coverage = 0);
