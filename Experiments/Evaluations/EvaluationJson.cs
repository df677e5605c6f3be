using SerpentDsl.Experiments.Datasets;

namespace SerpentDsl.Experiments.Evaluations;

/// <summary>The result of a checkpoint, for JSON output.</summary>
internal sealed record EvaluationJson(
    string Architecture,
    string Checkpoint,
    int Step,
    int Epoch,
    TextCut? Text,
    IReadOnlyDictionary<string, Evaluation> Splits,
    IReadOnlyList<Baseline> Baselines);
