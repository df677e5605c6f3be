namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>A text that a language model continued.</summary>
/// <param name="Prompt">The text before the generated one.</param>
/// <param name="Written">The generated text.</param>
/// <param name="Reference">The original continuation.</param>
internal sealed record TextSample(string Prompt, string Written, string Reference);
