using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Datasets;

/// <summary>What a trivial model reaches on the validation split: an accuracy, or of a language model a loss.</summary>
/// <param name="Name">What it does, such as "root operator only".</param>
/// <param name="Accuracy">Share of right answers.</param>
/// <param name="Loss">Mean cross-entropy per token, in nats.</param>
internal sealed record Baseline(string Name, double? Accuracy = null, double? Loss = null)
{
    public static Baseline Of(TaskBaseline baseline) => new(baseline.Name, Accuracy: baseline.Accuracy);

    public static Baseline Of(LanguageBaseline baseline) => new(baseline.Name, Loss: baseline.Loss);
}
