using SerpentDsl.Experiments.Datasets;

namespace SerpentDsl.Experiments.Evaluations;

/// <summary>One evaluation during or after a training.</summary>
/// <param name="Split">Which split.</param>
/// <param name="Step">Steps taken before it.</param>
/// <param name="Epoch">Epochs begun before it.</param>
/// <param name="Rows">Rows read.</param>
/// <param name="SplitRows">Rows of the split.</param>
/// <param name="Loss">Mean cross-entropy, in nats.</param>
/// <param name="Accuracy">Share of predictions that are right: rows of a classifier, tokens of a language model.</param>
/// <param name="IsBest">Whether no validation before was as good.</param>
/// <param name="Seconds">Time since the training began.</param>
/// <param name="Baselines">What trivial models reach on the whole validation split.</param>
internal sealed record EvaluationMetrics(
    string Split,
    int Step,
    int Epoch,
    int Rows,
    int SplitRows,
    double Loss,
    double Accuracy,
    bool IsBest,
    double Seconds,
    IReadOnlyList<Baseline> Baselines)
{
    /// <summary>Share of tokens that are within the five likeliest; of language models only.</summary>
    public double? TopFive { get; init; }

    /// <summary>e to the loss; of language models only.</summary>
    public double? Perplexity { get; init; }

    /// <summary>Mean over the batches of e to the batch's loss, the perplexity of SeRpEnt's Table 2; of language models only.</summary>
    public double? BatchPerplexity { get; init; }

    /// <summary>The loss in bits per byte of the predicted text; of language models only.</summary>
    public double? BitsPerByte { get; init; }

    /// <summary>e to the loss per word; of language models on whole splits only.</summary>
    public double? WordPerplexity { get; init; }

    /// <summary>Realised compression rates by the names of the compressions; null where nothing is compressed.</summary>
    public IReadOnlyDictionary<string, double>? Compression { get; init; }

    /// <summary>Whether this is better than what a trivial model reaches.</summary>
    public bool Beats(Baseline baseline) => baseline.Accuracy is { } accuracy ? Accuracy > accuracy : Loss < baseline.Loss;

    /// <summary>An evaluation as a run records it.</summary>
    public static EvaluationMetrics Of(
        Evaluation evaluation, string split, int step, int epoch, int splitRows, bool isBest, double seconds,
        IReadOnlyList<Baseline> baselines) => new(
            split, step, epoch, evaluation.Rows, splitRows, evaluation.Loss, evaluation.Accuracy, isBest, seconds, baselines)
        {
            TopFive = evaluation.TopFive,
            Perplexity = evaluation.Perplexity,
            BatchPerplexity = evaluation.BatchPerplexity,
            BitsPerByte = evaluation.BitsPerByte,
            WordPerplexity = evaluation.WordPerplexity,
        };
}
