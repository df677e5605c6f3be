using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Datasets;

/// <summary>The result of a trivial model on the validation split: an accuracy, or for a language model a loss.</summary>
/// <param name="Name">The trivial model, such as "root operator only".</param>
/// <param name="Accuracy">Share of correct predictions, 0 to 1.</param>
/// <param name="Loss">Mean cross-entropy per token, in nats.</param>
internal sealed record Baseline(string Name, double? Accuracy = null, double? Loss = null)
{
    public static Baseline Of(TaskBaseline baseline) => new(baseline.Name, Accuracy: baseline.Accuracy);

    public static Baseline Of(LanguageBaseline baseline) => new(baseline.Name, Loss: baseline.Loss);
}
