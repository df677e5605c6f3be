using SerpentDsl.Experiments.Datasets;

namespace SerpentDsl.Experiments.Evaluations;

/// <summary>One evaluation during or after a training.</summary>
/// <param name="Split">Name of the split.</param>
/// <param name="Step">Number of steps before the evaluation.</param>
/// <param name="Epoch">Number of epochs begun before the evaluation.</param>
/// <param name="Rows">Number of rows that were read.</param>
/// <param name="SplitRows">Number of rows of the split.</param>
/// <param name="Loss">Mean cross-entropy per prediction, in nats; for a regression the mean squared error of normalised numbers.</param>
/// <param name="Accuracy">Share of correct predictions, 0 to 1: of rows for a classifier, of tokens for a language model;
/// null for a regression.</param>
/// <param name="IsBest">Whether this is the best validation so far.</param>
/// <param name="Seconds">Time since the training began, in seconds.</param>
/// <param name="Baselines">Results of trivial models on the whole validation split.</param>
internal sealed record EvaluationMetrics(
    string Split,
    int Step,
    int Epoch,
    int Rows,
    int SplitRows,
    double Loss,
    double? Accuracy,
    bool IsBest,
    double Seconds,
    IReadOnlyList<Baseline> Baselines)
{
    /// <summary>Root of the mean squared error, in the unit of the answered numbers; regressions only.</summary>
    public double? Rmse { get; init; }

    /// <summary>Mean absolute error, in the unit of the answered numbers; regressions only.</summary>
    public double? Mae { get; init; }

    /// <summary>R², the share of the variance that the answers explain; regressions only.</summary>
    public double? R2 { get; init; }

    /// <summary>Share of tokens that are among the five most likely ones; language models only.</summary>
    public double? TopFive { get; init; }

    /// <summary>e to the power of the loss; language models only.</summary>
    public double? Perplexity { get; init; }

    /// <summary>
    /// Mean over the batches of e to the power of the batch's loss, which is the perplexity of SeRpEnt's Table 2; language models only.
    /// </summary>
    public double? BatchPerplexity { get; init; }

    /// <summary>The loss in bits per byte of the predicted text; language models only.</summary>
    public double? BitsPerByte { get; init; }

    /// <summary>e to the power of the loss per word; language models on whole splits only.</summary>
    public double? WordPerplexity { get; init; }

    /// <summary>Realised compression rates by the names of the compression layers; null for models that do not resample.</summary>
    public IReadOnlyDictionary<string, double>? Compression { get; init; }

    /// <summary>Shares of the inputs that some window reads, by the names of the compression layers; null as above.</summary>
    public IReadOnlyDictionary<string, double>? Coverage { get; init; }

    /// <summary>Whether this result is better than a baseline.</summary>
    public bool Beats(Baseline baseline) => baseline.Accuracy is { } accuracy ? Accuracy > accuracy : Loss < baseline.Loss;

    /// <summary>Makes the record of an evaluation for a run's metrics.</summary>
    public static EvaluationMetrics Of(
        Evaluation evaluation, string split, int step, int epoch, int splitRows, bool isBest, double seconds,
        IReadOnlyList<Baseline> baselines) => new(
            split, step, epoch, evaluation.Rows, splitRows, evaluation.Loss, evaluation.Accuracy, isBest, seconds, baselines)
        {
            Rmse = evaluation.Rmse,
            Mae = evaluation.Mae,
            R2 = evaluation.R2,
            TopFive = evaluation.TopFive,
            Perplexity = evaluation.Perplexity,
            BatchPerplexity = evaluation.BatchPerplexity,
            BitsPerByte = evaluation.BitsPerByte,
            WordPerplexity = evaluation.WordPerplexity,
        };
}
