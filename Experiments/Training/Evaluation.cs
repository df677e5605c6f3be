using SerpentDsl.Experiments.Data;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Training;

/// <summary>What a model reaches on a split.</summary>
/// <param name="Rows">How many rows were classified.</param>
/// <param name="Loss">Mean cross-entropy per row, in nats.</param>
/// <param name="Accuracy">Share of rows classified rightly.</param>
internal sealed record Evaluation(int Rows, double Loss, double Accuracy)
{
    /// <summary>Classifies rows of a split, without gradients and with the model in evaluation mode; its mode is restored.</summary>
    /// <param name="model">The model.</param>
    /// <param name="examples">The split.</param>
    /// <param name="rows">How many of its rows; fewer than all are taken at even distances.</param>
    /// <param name="batchSize">Rows per batch.</param>
    /// <param name="device">Where the model is.</param>
    /// <param name="progress">Told the number of rows done, or null.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    public static Evaluation Of(
        ISequenceClassifier model,
        IReadOnlyList<SequenceExample> examples,
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
            int done = 0;
            foreach (int[] indices in EvaluationBatches.Of(examples, batchSize, rows))
            {
                cancellation.ThrowIfCancellationRequested();
                using DisposeScope scope = NewDisposeScope();
                using var batch = SequenceBatch.Pack(examples, indices, device);
                Tensor logits = model.forward(batch.Tokens, batch.Lengths);
                loss += nn.functional.cross_entropy(logits, batch.Labels, reduction: nn.Reduction.Sum).item<float>();
                right += logits.argmax(1).eq(batch.Labels).sum().item<long>();
                done += indices.Length;
                progress?.Invoke(done);
            }

            return new Evaluation(rows, loss / rows, (double)right / rows);
        }
        finally
        {
            model.Module.train(training);
        }
    }
}
