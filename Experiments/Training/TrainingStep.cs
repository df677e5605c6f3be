using SerpentDsl.Autograd;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Objectives;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Training;

/// <summary>The forward and backward passes of a step: a batch, whole or in parts.</summary>
internal static class TrainingStep
{
    /// <summary>
    /// Adds the gradient of a batch's mean loss to the parameters. In parts it is the sum of theirs, each weighted by its share of the
    /// predictions: the same up to rounding, but for what looks at a batch as a whole (batch normalisation).
    /// </summary>
    /// <param name="objective">The model's objective.</param>
    /// <param name="dataset">The task's data.</param>
    /// <param name="rows">Rows of the training split.</param>
    /// <param name="parts">How many parts are run one after another; each holds neighbours, which are of about one length.</param>
    /// <param name="device">The model's device.</param>
    /// <returns>
    /// The result of the batch, without time and norm; the loss may be NaN or infinite, and then its part has no gradient.
    /// </returns>
    public static StepSample Run(Objective objective, Dataset dataset, int[] rows, int parts, Device device)
    {
        var predictions = dataset.PredictionsOf(Split.Train, rows);
        var whole = default(StepSample);
        foreach (var part in rows.Chunk((rows.Length + parts - 1) / parts))
        {
            using var scope = NewDisposeScope();
            using var batch = dataset.Read(Split.Train, part, device);
            var result = objective.Run(batch);
            var share = (double)result.Predictions / predictions;
            whole = whole with
            {
                Loss = whole.Loss + (share * result.Loss.item<float>()),
                Right = whole.Right + result.Right,
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
        }

        return whole;
    }
}
