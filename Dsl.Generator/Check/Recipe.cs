namespace SerpentDsl.Generator.Check;

/// <summary>A recipe with its defaults filled in; C# expressions where the value is no number of ours.</summary>
internal sealed record Recipe(
    string Task,
    long Epochs,
    long BatchSize,
    string LearningRate,
    string WeightDecay,
    string Schedule,
    long WarmupSteps,
    long Patience,
    string GradientClip,
    string EmaDecay,
    string Quick);
