using SerpentDsl.Autograd;
using SerpentDsl.Experiments.Workloads;
using SerpentDsl.Specs;
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
    /// <param name="model">The model, on its device.</param>
    /// <param name="workload">The data.</param>
    /// <param name="rows">Rows of the training split.</param>
    /// <param name="parts">How many parts are run one after another; each holds neighbours, which are of about one length.</param>
    /// <param name="device">Where the model is.</param>
    /// <returns>What the model made of the batch, without time and norm; the loss may be no number, and then no gradient was taken for its part.</returns>
    public static StepWindow.Sample Run(ISequenceModel model, Workload workload, int[] rows, int parts, Device device)
    {
        int predictions = workload.PredictionsOf(Split.Train, rows);
        var whole = default(StepWindow.Sample);
        foreach (int[] part in rows.Chunk((rows.Length + parts - 1) / parts))
        {
            using DisposeScope scope = NewDisposeScope();
            BatchResult result = workload.Run(model, Split.Train, part, device);
            double share = (double)result.Predictions / predictions;
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
                using Scalar weight = share.ToScalar();
                BackwardPass.Run(result.Loss.mul(weight));
            }
        }

        return whole;
    }
}
