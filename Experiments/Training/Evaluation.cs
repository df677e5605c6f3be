using System.Text.Json.Serialization;
using SerpentDsl.Experiments.Data;
using SerpentDsl.Experiments.Workloads;
using SerpentDsl.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Training;

/// <summary>What a model reaches on a split.</summary>
/// <param name="Rows">How many rows were read.</param>
/// <param name="Loss">Mean cross-entropy per prediction, in nats: per row of a classifier, per token of a language model.</param>
/// <param name="Accuracy">Share of predictions that are right.</param>
/// <param name="TopFive">Share of tokens that are within the five likeliest; of language models only.</param>
internal sealed record Evaluation(int Rows, double Loss, double Accuracy, double? TopFive = null)
{
    /// <summary>Runs rows of a split through a model, without gradients and with the model in evaluation mode; its mode is restored.</summary>
    /// <param name="model">The model.</param>
    /// <param name="workload">The data.</param>
    /// <param name="split">The split.</param>
    /// <param name="rows">How many of its rows; fewer than all are taken at even distances.</param>
    /// <param name="batchSize">Rows per batch.</param>
    /// <param name="device">Where the model is.</param>
    /// <param name="progress">Told the number of rows done, or null.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    public static Evaluation Of(
        ISequenceModel model,
        Workload workload,
        Split split,
        int rows,
        int batchSize,
        Device device,
        Action<int>? progress,
        CancellationToken cancellation)
    {
        bool training = model.Module.training;
        model.Module.eval();
        try
        {
            using IDisposable noGrad = no_grad();
            double loss = 0;
            long right = 0;
            long? rightInFive = null;
            long predictions = 0;
            int done = 0;
            foreach (int[] indices in EvaluationBatches.Of(workload.LengthsOf(split), batchSize, rows))
            {
                cancellation.ThrowIfCancellationRequested();
                using DisposeScope scope = NewDisposeScope();
                BatchResult result = workload.Run(model, split, indices, device);
                loss += (double)result.Loss.item<float>() * result.Predictions;
                right += result.Right;
                rightInFive = result.RightInFive is { } five ? five + (rightInFive ?? 0) : rightInFive;
                predictions += result.Predictions;
                done += indices.Length;
                progress?.Invoke(done);
            }

            return new Evaluation(rows, loss / predictions, (double)right / predictions, (double?)rightInFive / predictions);
        }
        finally
        {
            model.Module.train(training);
        }
    }

    /// <summary>e to the loss: of language models only.</summary>
    [JsonInclude]
    public double? Perplexity => TopFive is null ? null : Math.Exp(Loss);
}
