namespace SerpentDsl.Specs;

/// <summary>A <see cref="RecipeAttribute"/> with its defaults filled in.</summary>
/// <param name="Task">The task's class.</param>
/// <param name="Epochs">Passes over the training split.</param>
/// <param name="BatchSize">Sequences per step.</param>
/// <param name="LearningRate">Learning rate of AdamW.</param>
/// <param name="WeightDecay">Decoupled weight decay.</param>
/// <param name="Schedule">How the learning rate changes.</param>
/// <param name="WarmupSteps">Steps of linear warm-up.</param>
/// <param name="Patience">Epochs without a better validation accuracy.</param>
/// <param name="GradientClip">Largest gradient norm; 0 for none.</param>
/// <param name="EmaDecay">Weight of the past in the moving average of the parameters; 0 for none.</param>
/// <param name="CarryState">Whether a language model reads its blocks in order and carries the state.</param>
/// <param name="Quick">The smaller architecture of <c>--quick</c>, if any.</param>
public sealed record RecipeSpec(
    Type Task,
    int Epochs,
    int BatchSize,
    double LearningRate,
    double WeightDecay,
    Schedule Schedule,
    int WarmupSteps,
    int Patience,
    double GradientClip,
    double EmaDecay,
    bool CarryState,
    Type? Quick);
