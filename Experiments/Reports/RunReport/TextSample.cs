namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>A text that a language model continued.</summary>
/// <param name="Prompt">What it read.</param>
/// <param name="Written">What it wrote.</param>
/// <param name="Reference">The real continuation.</param>
internal sealed record TextSample(string Prompt, string Written, string Reference);
