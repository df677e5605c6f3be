using SerpentDsl.Autograd;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Training;

/// <summary>The forward and backward passes of a step: over a whole batch, or over parts of it one after another.</summary>
internal static class TrainingStep
{
    /// <summary>
    /// Adds the gradient of a batch's mean loss with respect to the parameters to their gradients. With parts, it is the sum of the parts'
    /// gradients, each weighted by its share of the predictions: equal up to rounding, except for layers that use the batch as a whole
    /// (batch norm).
    /// </summary>
    /// <param name="objective">The model's objective.</param>
    /// <param name="dataset">The task's data.</param>
    /// <param name="rows">Indices of rows of the training split.</param>
    /// <param name="parts">Number of parts; each has neighbouring rows, which have similar lengths.</param>
    /// <param name="device">The model's device.</param>
    /// <param name="carried">The state that is carried from batch to batch; null: rows begin from nothing.</param>
    /// <returns>
    /// The result of the batch, without duration and gradient norm. If the loss is not finite, the last part adds no gradient.
    /// </returns>
    public static StepSample Run(
        Objective objective, Dataset dataset, int[] rows, int parts, Device device, CarriedState? carried = null)
    {
        var predictions = dataset.PredictionsOf(Split.Train, rows);
        var whole = default(StepSample);
        foreach (var (index, part) in rows.Chunk((rows.Length + parts - 1) / parts).Index())
        {
            using var scope = NewDisposeScope();
            using var batch = dataset.Read(Split.Train, part, device);
            var result = carried?.Run(batch, index) ?? objective.Run(batch);
            var share = (double)result.Predictions / predictions;
            whole = whole with
            {
                Loss = whole.Loss + (share * result.Loss.item<float>()),
                Right = result.Right is { } right ? right + (whole.Right ?? 0) : whole.Right,
                Predictions = whole.Predictions + result.Predictions,
                Tokens = whole.Tokens + result.Tokens,
                Sequences = whole.Sequences + part.Length,
            };
            if (!double.IsFinite(whole.Loss))
            {
                return whole;
            }

            if (share == 1)
            {
                BackwardPass.Run(result.Loss);
            }
            else
            {
                using var weight = share.ToScalar();
                BackwardPass.Run(result.Loss.mul(weight));
            }

            carried?.Detach(index);
        }

        return whole;
    }
}
