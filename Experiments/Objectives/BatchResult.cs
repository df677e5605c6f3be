using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Objectives;

/// <summary>A model's predictions for a batch, compared with the targets.</summary>
/// <param name="Loss">Mean cross-entropy of the predictions, or mean squared error, a scalar with gradient; belongs to the caller's dispose
/// scope.</param>
/// <param name="Predictions">Number of predictions: rows for a classifier, tokens for a language model.</param>
/// <param name="Right">Number of correct predictions; null for a regression.</param>
/// <param name="RightInFive">Number of targets among the five most likely tokens; language models only.</param>
/// <param name="Tokens">Number of tokens read, padding not counted.</param>
internal readonly record struct BatchResult(Tensor Loss, int Predictions, long? Right, long? RightInFive, int Tokens)
{
    /// <summary>The class of each row and the predicted class, in the batch's order; classifiers only.</summary>
    public (int Label, int Predicted)[]? Answers { get; init; }

    /// <summary>The errors of the answered numbers; regressions only.</summary>
    public RegressionErrors? Errors { get; init; }

    /// <summary>Bytes of text that the predicted tokens stand for; language models only.</summary>
    public long? Bytes { get; init; }
}
