using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Objectives;

/// <summary>What a model makes of a batch.</summary>
/// <param name="Loss">Mean cross-entropy of its predictions, a scalar with gradient; belongs to the scope around.</param>
/// <param name="Predictions">How many predictions there are: rows of a classifier, tokens of a language model.</param>
/// <param name="Right">How many are right.</param>
/// <param name="RightInFive">How many are right within the five likeliest; of language models only.</param>
/// <param name="Tokens">Tokens read, padding not counted.</param>
internal readonly record struct BatchResult(Tensor Loss, int Predictions, long Right, long? RightInFive, int Tokens)
{
    /// <summary>The class of each row and the one that was predicted, in the batch's order; of classifiers only.</summary>
    public (int Label, int Predicted)[]? Answers { get; init; }

    /// <summary>Bytes of text that the predicted tokens stand for; of language models only.</summary>
    public long? Bytes { get; init; }
}
