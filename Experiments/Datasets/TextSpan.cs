namespace SerpentDsl.Experiments.Datasets;

/// <summary>A piece of running text that a model reads in one forward pass.</summary>
/// <param name="Start">Position of the piece's first token in the stream.</param>
/// <param name="Length">Number of tokens read. As many are predicted: for each token read, the next one.</param>
/// <param name="Scored">Number of predictions that count: the last ones. The earlier tokens are only context.</param>
internal readonly record struct TextSpan(long Start, int Length, int Scored);
