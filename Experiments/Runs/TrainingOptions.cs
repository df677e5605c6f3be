using System.Text.Json.Serialization;
using SerpentDsl.Experiments.Machine;
using SerpentDsl.Optimizers;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Runs;

/// <summary>The options of a training: the recipe's settings, overridden by the command line.</summary>
internal sealed record TrainingOptions
{
    /// <summary>Seed of the initial parameters, the batches and dropout.</summary>
    public long Seed { get; init; } = 1;

    /// <summary>Number of passes over the training split.</summary>
    public required int Epochs { get; init; }

    /// <summary>Largest number of steps; null: no limit but the epochs.</summary>
    public int? MaxSteps { get; init; }

    /// <summary>
    /// Sequences are truncated to this many tokens, and text is cut into blocks of this many. Null: the maximum of the task or the
    /// declaration.
    /// </summary>
    public int? MaxLength { get; init; }

    /// <summary>Number of sequences per step.</summary>
    public required int BatchSize { get; init; }

    /// <summary>Learning rate of AdamW, for layers that do not set their own.</summary>
    public required double LearningRate { get; init; }

    /// <summary>Decoupled weight decay, for layers that do not set their own.</summary>
    public required double WeightDecay { get; init; }

    /// <summary>Schedule of the learning rate.</summary>
    public required Schedule Schedule { get; init; }

    /// <summary>Number of steps of linear warm-up; no more than a tenth of the training is used for it.</summary>
    public required int WarmupSteps { get; init; }

    /// <summary>
    /// Number of epochs without a better validation score after which the plateau schedule lowers the learning rate, and the other
    /// schedules
    /// stop the training; 0: never.
    /// </summary>
    public required int Patience { get; init; }

    /// <summary>Largest norm of the gradient; 0: no limit.</summary>
    public required double GradientClip { get; init; }

    /// <summary>
    /// Number of parts in which a batch is run, one after another. More parts need less memory; the step is the same up to rounding.
    /// </summary>
    public int Accumulate { get; init; } = 1;

    /// <summary>
    /// Decay of the exponential moving average of the parameters, which is then evaluated and saved in their place; 0: no average.
    /// </summary>
    public double EmaDecay { get; init; }

    /// <summary>The trained parameters from which the training begins; null: it begins from initial parameters.</summary>
    [JsonPropertyName("from")]
    public StartingPoint? Start { get; init; }

    /// <summary>Patterns of the names of parameters that are not trained; null: all are trained.</summary>
    public IReadOnlyList<string>? Freeze { get; init; }

    /// <summary>Learning rates for parameters by their names; null: those of the recipe and the layers.</summary>
    public IReadOnlyList<ParameterRate>? LearningRates { get; init; }

    /// <summary>Whether the blocks of a text are read in order, and the state is carried from one to the next; null: no.</summary>
    public bool? CarryState { get; init; }

    /// <summary>Whether no document of a text sees an earlier one; null: documents are read as one text.</summary>
    public bool? SeparateDocuments { get; init; }

    /// <summary>Number of folds of the cross-validation, of which the seed chooses one; null: the splits are the task's own.</summary>
    public int? Folds { get; init; }

    /// <summary>
    /// Largest number of rows of a split in an evaluation; null: as many as the training reads, which keeps short trials short.
    /// </summary>
    public int? EvaluationRows { get; init; }

    /// <summary>Device of the model: <c>cpu</c>, <c>cuda</c>, <c>cuda:1</c>.</summary>
    public string Device { get; init; } = "cpu";

    /// <summary>Number of steps between checkpoints; null: only the time counts. Each evaluation also saves a checkpoint.</summary>
    public int? CheckpointEvery { get; init; }

    /// <summary>Longest time between checkpoints.</summary>
    public TimeSpan CheckpointInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Checks that a training with these options fits into memory.</summary>
    /// <param name="architecture">The architecture to train.</param>
    /// <param name="note">Receives a warning where a batch may not fit.</param>
    /// <exception cref="UsageException">Parameters, gradients and moments do not fit.</exception>
    public void CheckMemory(ArchitectureSpec architecture, Action<string> note) =>
        MemoryCheck.Training(architecture, (BatchSize + Accumulate - 1) / Accumulate, MaxLength, EmaDecay > 0, note);

    /// <summary>The options of a recipe, without overrides.</summary>
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
        CarryState = recipe.CarryState ? true : null,
    };
}
