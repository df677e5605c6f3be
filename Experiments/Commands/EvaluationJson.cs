using SerpentDsl.Experiments.Training;
using SerpentDsl.Experiments.Workloads;

namespace SerpentDsl.Experiments.Commands;

/// <summary>What a checkpoint reaches, as programs read it.</summary>
internal sealed record EvaluationJson(
    string Architecture,
    string Checkpoint,
    int Step,
    int Epoch,
    TextCut? Text,
    IReadOnlyDictionary<string, Evaluation> Splits,
    IReadOnlyList<Baseline> Baselines);
