namespace SerpentDsl.Experiments.Reports.Runs;

/// <summary>A text that a language model continued.</summary>
/// <param name="Prompt">What it read.</param>
/// <param name="Written">What it wrote.</param>
/// <param name="Reference">How the text really goes on.</param>
internal sealed record TextSample(string Prompt, string Written, string Reference);
