using SerpentDsl.Experiments.OwnData;

namespace SerpentDsl.Experiments.Runs;

/// <summary>What a command line of <c>train</c> trains on, and how.</summary>
/// <param name="Task">Name of the task.</param>
/// <param name="OwnData">The data that is named instead of a task; null if a task is trained on.</param>
/// <param name="Options">The options, with the recipe's where they are not overridden.</param>
internal sealed record PlannedTraining(string Task, OwnDataSettings? OwnData, TrainingOptions Options);
