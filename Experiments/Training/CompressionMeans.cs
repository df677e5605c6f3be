namespace SerpentDsl.Experiments.Training;

/// <summary>Means over batches, by the names of the compression layers, such as <c>blocks.0.branch1_compression</c>.</summary>
/// <param name="Rates">Realised compression rates.</param>
/// <param name="Coverage">Shares of the inputs that some window reads.</param>
internal sealed record CompressionMeans(IReadOnlyDictionary<string, double> Rates, IReadOnlyDictionary<string, double> Coverage);
