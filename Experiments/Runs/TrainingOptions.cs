using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Runs;

/// <summary>The options of a training: a recipe, and what the command line overrides.</summary>
internal sealed record TrainingOptions
{
    /// <summary>Seed of the parameters, the batches and dropout.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Passes over the training split.</summary>
    public required int Epochs { get; init; }

    /// <summary>Most steps, or null.</summary>
    public int? MaxSteps { get; init; }

    /// <summary>
    /// Longer sequences are truncated to this many tokens, and text is cut into blocks of this many; null: as the task and the declaration
    /// say.
    /// </summary>
    public int? MaxLength { get; init; }

    /// <summary>Sequences per step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Learning rate of AdamW where a layer asks for no other.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Decoupled weight decay where a layer asks for no other.</summary>
    public required double WeightDecay { get; init; }

    /// <summary>How the learning rate changes.</summary>
    public required Schedule Schedule { get; init; }

    /// <summary>Steps of linear warm-up; at most a tenth of the training is used for it.</summary>
    public required int WarmupSteps { get; init; }

    /// <summary>
    /// Epochs without a better validation accuracy until a plateau schedule lowers the rate, another one stops; 0: never.
    /// </summary>
    public required int Patience { get; init; }

    /// <summary>Largest norm of the gradient; 0 for any.</summary>
    public required double GradientClip { get; init; }

    /// <summary>Parts in which a batch is run, one after another: less memory, the same step up to rounding.</summary>
    public int Accumulate { get; init; } = 1;

    /// <summary>
    /// Weight of the past in the moving average of the parameters that is evaluated and kept; 0: the parameters themselves are.
    /// </summary>
    public double EmaDecay { get; init; }

    /// <summary>
    /// Rows of a split that an evaluation takes at most; null: as many as were trained on, so that a short trial ends soon.
    /// </summary>
    public int? EvaluationRows { get; init; }

    /// <summary>Where the model runs: <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Steps after which a checkpoint is saved; null: after a time only. One is saved with every evaluation as well.</summary>
    public int? CheckpointEvery { get; init; }

    /// <summary>How long a run may go without a checkpoint.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>A recipe as it stands.</summary>
    public static TrainingOptions From(RecipeSpec recipe) => new()
    {
        Epochs = recipe.Epochs,
        BatchSize = recipe.BatchSize,
        LearningRate = recipe.LearningRate,
        WeightDecay = recipe.WeightDecay,
        Schedule = recipe.Schedule,
        WarmupSteps = recipe.WarmupSteps,
        Patience = recipe.Patience,
        GradientClip = recipe.GradientClip,
        EmaDecay = recipe.EmaDecay,
    };
}
