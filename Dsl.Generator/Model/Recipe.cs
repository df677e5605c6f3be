using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Model;

/// <summary>A recipe, with all defaults filled in.</summary>
/// <param name="Task">The type of the task.</param>
/// <param name="Epochs">Passes over the training set.</param>
/// <param name="BatchSize">Sequences in a batch.</param>
/// <param name="LearningRate">The greatest learning rate.</param>
/// <param name="WeightDecay">The weight decay.</param>
/// <param name="Schedule">How the learning rate changes: a member of the enum <c>SerpentDsl.Schedule</c>.</param>
/// <param name="WarmupSteps">Steps in which the learning rate grows.</param>
/// <param name="Patience">Epochs without progress after which the rate falls (<c>Plateau</c>) or the training ends.</param>
/// <param name="GradientClip">The largest norm of the gradient; 0 for no limit.</param>
/// <param name="EmaDecay">The decay of the parameters' moving average; 0 for no average.</param>
/// <param name="CarryState">Whether a language model carries its state from block to block.</param>
/// <param name="Quick">The type of the quick architecture; null when there is none.</param>
internal sealed record Recipe(
    Constant Task,
    long Epochs,
    long BatchSize,
    Constant LearningRate,
    Constant WeightDecay,
    Constant Schedule,
    long WarmupSteps,
    long Patience,
    Constant GradientClip,
    Constant EmaDecay,
    bool CarryState,
    Constant? Quick);
