namespace SerpentDsl.Experiments.Datasets;

/// <summary>A piece of running text that a model reads at once.</summary>
/// <param name="Start">Position of its first token in the stream.</param>
/// <param name="Length">Tokens read, and tokens predicted: each the one behind a token read.</param>
/// <param name="Scored">How many of the predictions count, the last ones; the others only give them context.</param>
internal readonly record struct TextSpan(long Start, int Length, int Scored);
