using System.Collections;
using System.Text.Json.Serialization;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Objectives;
using SerpentDsl.Specs;
using SerpentDsl.Tasks.Batches;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Evaluations;

/// <summary>The result of a model on a split.</summary>
/// <param name="Rows">Number of rows that were read.</param>
/// <param name="Loss">Mean cross-entropy per prediction, in nats: per row of a classifier, per token of a language model. For a regression
/// the mean squared error of normalised numbers.</param>
/// <param name="Accuracy">Share of correct predictions, 0 to 1; null for a regression.</param>
/// <param name="TopFive">Share of tokens that are among the five most likely ones; language models only.</param>
internal sealed record Evaluation(int Rows, double Loss, double? Accuracy, double? TopFive = null)
{
    /// <summary>Root of the mean squared error, in the unit of the answered numbers; regressions only.</summary>
    public double? Rmse { get; init; }

    /// <summary>Mean absolute error, in the unit of the answered numbers; regressions only.</summary>
    public double? Mae { get; init; }

    /// <summary>R², the share of the variance that the answers explain; regressions only.</summary>
    public double? R2 { get; init; }

    /// <summary>e to the power of the loss; language models only.</summary>
    [JsonInclude]
    public double? Perplexity => TopFive is null ? null : Math.Exp(Loss);

    /// <summary>
    /// Mean over the batches of e to the power of the batch's loss, which is the perplexity of the S4 code and of SeRpEnt's Table 2.
    /// It is greater than <see cref="Perplexity"/> and depends on how batches are cut. Language models only.
    /// </summary>
    public double? BatchPerplexity { get; init; }

    /// <summary>The loss in bits per byte of the predicted text, which does not depend on the tokenizer; language models only.</summary>
    public double? BitsPerByte { get; init; }

    /// <summary>
    /// e to the power of the loss per word. Words are separated by white space, and line ends count as words. Language models on whole
    /// splits only.
    /// </summary>
    public double? WordPerplexity { get; init; }

    /// <summary>Whether the prediction for each row was correct, in the split's order; classifiers only.</summary>
    [JsonIgnore]
    public BitArray? Outcomes { get; init; }

    /// <summary>
    /// Runs rows of a split through a model, without gradients and in evaluation mode. The model's mode is restored afterwards.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="dataset">The task's data.</param>
    /// <param name="split">The split.</param>
    /// <param name="rows">Number of rows to read; if fewer than the split has, they are taken at equal distances.</param>
    /// <param name="batchSize">Rows per batch.</param>
    /// <param name="device">The model's device.</param>
    /// <param name="progress">Receives the number of rows done; null: not reported.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    public static Evaluation Of(
        ISequenceModel model,
        Dataset dataset,
        Split split,
        int rows,
        int batchSize,
        Device device,
        Action<int>? progress,
        CancellationToken cancellation) =>
        InEvaluationMode(model, () =>
        {
            var objective = Objective.Of(model);
            var tally = new EvaluationTally();
            var done = 0;
            foreach (var indices in EvaluationBatches.Of(dataset.LengthsOf(split), batchSize, rows))
            {
                cancellation.ThrowIfCancellationRequested();
                using var scope = NewDisposeScope();
                using var batch = dataset.Read(split, indices, device);
                tally.Add(objective.Run(batch), indices);
                done += indices.Length;
                progress?.Invoke(done);
            }

            return tally.Finish(rows, rows == dataset.LengthsOf(split).Count ? dataset.WordsOf(split) : null);
        });

    /// <summary>Runs an evaluation without gradients and dropout. The model's mode is restored afterwards.</summary>
    internal static Evaluation InEvaluationMode(ISequenceModel model, Func<Evaluation> evaluate)
    {
        Evaluation? evaluation = null;
        InEvaluationMode(model, () => { evaluation = evaluate(); });
        return evaluation!;
    }

    /// <summary>Runs a model without gradients and dropout. The model's mode is restored afterwards.</summary>
    internal static void InEvaluationMode(ISequenceModel model, Action run)
    {
        var training = model.Module.training;
        model.Module.eval();
        try
        {
            using var noGrad = no_grad();
            run();
        }
        finally
        {
            model.Module.train(training);
        }
    }
}
