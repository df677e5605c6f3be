using SerpentDsl.Experiments.Output;
using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Datasets;

/// <summary>
/// The result of a trivial model on the validation split: an accuracy, for a language model a loss, for a regression a loss and an error.
/// </summary>
/// <param name="Name">The trivial model, such as "root operator only".</param>
/// <param name="Accuracy">Share of correct predictions, 0 to 1.</param>
/// <param name="Loss">Mean cross-entropy per token, in nats; for a regression the mean squared error of normalised numbers.</param>
/// <param name="Rmse">Root of the mean squared error in the numbers' own unit; regressions only.</param>
internal sealed record Baseline(string Name, double? Accuracy = null, double? Loss = null, double? Rmse = null)
{
    /// <summary>The result in words: the accuracy, for a language model the loss, for a regression the error.</summary>
    public string Score => Accuracy is { } accuracy ? Figures.Percent(accuracy)
        : Rmse is { } error ? $"RMSE {Figures.Significant(error)}"
        : Figures.Loss(Loss!.Value);

    public static Baseline Of(TaskBaseline baseline) => new(baseline.Name, Accuracy: baseline.Accuracy);

    public static Baseline Of(LanguageBaseline baseline) => new(baseline.Name, Loss: baseline.Loss);
}
