using System.Text.Json;
using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.Runs;

/// <summary>What a list of runs says of one.</summary>
/// <param name="Path">The run's folder.</param>
/// <param name="State">How far the run has come.</param>
/// <param name="Architecture">Name of the architecture.</param>
/// <param name="Parameters">Number of parameters of the model.</param>
/// <param name="Started">When the run began, in UTC.</param>
internal sealed record RunSummary(string Path, RunState State, string Architecture, long Parameters, DateTime Started)
{
    /// <summary>Name of the task; null for an imported run.</summary>
    public string? Task { get; init; }

    /// <summary>Seed of the training; null for an imported run.</summary>
    public long? Seed { get; init; }

    /// <summary>Steps taken.</summary>
    public int Step { get; init; }

    /// <summary>Steps of the whole training.</summary>
    public int PlannedSteps { get; init; }

    /// <summary>Epochs begun.</summary>
    public int Epoch { get; init; }

    /// <summary>Epochs of the whole training.</summary>
    public int PlannedEpochs { get; init; }

    /// <summary>The score on the test split, else the best one on the validation split; null before the first evaluation.</summary>
    public RunScore? Score { get; init; }

    /// <summary>Duration so far, in seconds; null for an imported run.</summary>
    public double? Seconds { get; init; }

    /// <summary>Why the run ended early; null without a problem.</summary>
    public string? Problem { get; init; }

    /// <summary>The checkpoint that was imported; null for a trained run.</summary>
    public string? ImportedFrom { get; init; }

    /// <summary>Reads a run's folder. The run may be written by another process at the same time.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="UsageException">The configuration is missing or damaged.</exception>
    public static RunSummary Read(string folder)
    {
        var configuration = RunFolder.ReadConfiguration(folder);
        var architecture = configuration["architecture"] as JsonObject;
        if ((string?)architecture?["name"] is not { } name)
        {
            throw new UsageException($"its {RunFolder.ConfigurationFile} names no architecture.");
        }

        var about = new RunSummary(
            folder, RunState.Imported, name, (long?)architecture["parameters"] ?? 0, RunStore.StartOf(configuration));
        return (string?)configuration[RunFolder.ImportedFrom] is { } source ? about with { ImportedFrom = source }
            : configuration[RunFolder.ExportedFrom] is not null ? about with
            {
                State = RunState.Exported,
                Task = (string?)configuration["task"],
            }
            : OfTraining(about, configuration);
    }

    private static RunSummary OfTraining(RunSummary about, JsonObject configuration)
    {
        // A run that was stopped by its user is not at its end.
        var end = RunStore.LastLine(about.Path, "end")?.Deserialize<TrainingResult>(JsonSettings.Line);
        end = end?.Status == TrainingStatus.Interrupted ? null : end;
        var step = RunStore.LastLine(about.Path, "step");
        var best = (end?.Test ?? end?.Validation) ?? BestSoFar(about.Path);
        return about with
        {
            State = end?.Status switch
            {
                TrainingStatus.Diverged => RunState.Diverged,
                null => RunLock.IsHeld(about.Path) ? RunState.Running : RunState.Interrupted,
                _ => RunState.Finished,
            },
            Task = (string?)configuration["task"],
            Seed = (long?)configuration["options"]?["seed"],
            Step = end?.Steps ?? (int?)step?["step"] ?? 0,
            PlannedSteps = (int?)configuration["plan"]?["totalSteps"] ?? 0,
            Epoch = (int?)step?["epoch"] ?? 0,
            PlannedEpochs = (int?)configuration["plan"]?["epochs"] ?? 0,
            Score = best is null ? null : RunScore.Of(best),
            Seconds = end?.Seconds ?? (double?)step?["seconds"] ?? 0,
            Problem = end?.Problem,
        };
    }

    private static EvaluationMetrics? BestSoFar(string folder) =>
        RunStore.LinesOf(folder, "evaluation")
            .Where(line => (string?)line["split"] == "validation" && (bool?)line["isBest"] == true)
            .LastOrDefault()?.Deserialize<EvaluationMetrics>(JsonSettings.Line);
}
