using SerpentDsl.Tasks.Predictions;

namespace SerpentDsl.Serving;

/// <summary>A prediction as JSON.</summary>
/// <param name="Label">The most probable class; null for a regression.</param>
/// <param name="Probability">Its probability; null for a regression.</param>
/// <param name="Probabilities">The most probable classes with their probabilities; null for a regression.</param>
/// <param name="Values">The numbers of a regression by name; null for a classification.</param>
internal sealed record PredictionJson(
    string? Label,
    double? Probability,
    IReadOnlyDictionary<string, double>? Probabilities,
    IReadOnlyDictionary<string, double>? Values)
{
    /// <summary>The JSON form of a prediction.</summary>
    /// <param name="prediction">The prediction.</param>
    /// <param name="top">Number of classes to name.</param>
    public static PredictionJson Of(Prediction prediction, int top) => prediction.Label is null
        ? new PredictionJson(null, null, null, prediction.Values.ToDictionary(value => value.Name, value => value.Value))
        : new PredictionJson(
            prediction.Label,
            prediction.Probability,
            prediction.Classes.Take(top).ToDictionary(entry => entry.Label, entry => entry.Probability),
            null);
}
