using System.Collections;
using System.Text.Json.Serialization;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Objectives;
using SerpentDsl.Specs;
using SerpentDsl.Tasks.Batches;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Evaluations;

/// <summary>What a model reaches on a split.</summary>
/// <param name="Rows">How many rows were read.</param>
/// <param name="Loss">Mean cross-entropy per prediction, in nats: per row of a classifier, per token of a language model.</param>
/// <param name="Accuracy">Share of predictions that are right.</param>
/// <param name="TopFive">Share of tokens that are within the five likeliest; of language models only.</param>
internal sealed record Evaluation(int Rows, double Loss, double Accuracy, double? TopFive = null)
{
    /// <summary>e to the loss: of language models only.</summary>
    [JsonInclude]
    public double? Perplexity => TopFive is null ? null : Math.Exp(Loss);

    /// <summary>
    /// Mean over the batches of e to the batch's loss, as the S4 code and SeRpEnt's Table 2 state perplexity: above
    /// <see cref="Perplexity"/>, and dependent on how batches were cut. Of language models only.
    /// </summary>
    public double? BatchPerplexity { get; init; }

    /// <summary>The loss in bits per byte of the predicted text, which does not depend on the tokenizer; of language models only.</summary>
    public double? BitsPerByte { get; init; }

    /// <summary>e to the loss per word, white-space separated, line ends counted; of language models on whole splits only.</summary>
    public double? WordPerplexity { get; init; }

    /// <summary>Whether each row was right, in the split's order; of classifiers only.</summary>
    [JsonIgnore]
    public BitArray? Outcomes { get; init; }

    /// <summary>
    /// Runs rows of a split through a model, without gradients and with the model in evaluation mode; its mode is restored.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="dataset">The task's data.</param>
    /// <param name="split">The split.</param>
    /// <param name="rows">How many of its rows; fewer than all are taken at even distances.</param>
    /// <param name="batchSize">Rows per batch.</param>
    /// <param name="device">The model's device.</param>
    /// <param name="progress">Told the number of rows done, or null.</param>
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

    /// <summary>Carries out an evaluation without gradients and dropout; the model's mode is restored.</summary>
    internal static Evaluation InEvaluationMode(ISequenceModel model, Func<Evaluation> evaluate)
    {
        var training = model.Module.training;
        model.Module.eval();
        try
        {
            using var noGrad = no_grad();
            return evaluate();
        }
        finally
        {
            model.Module.train(training);
        }
    }
}
