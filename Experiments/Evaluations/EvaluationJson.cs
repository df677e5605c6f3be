using SerpentDsl.Experiments.Datasets;

namespace SerpentDsl.Experiments.Evaluations;

/// <summary>What a checkpoint reaches, as programs read it.</summary>
internal sealed record EvaluationJson(
    string Architecture,
    string Checkpoint,
    int Step,
    int Epoch,
    TextCut? Text,
    IReadOnlyDictionary<string, Evaluation> Splits,
    IReadOnlyList<Baseline> Baselines);
