using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Objectives;

/// <summary>
/// Mean squared error of normalised answers, or for a classification of series the mean cross-entropy of the classes, whose logits are the
/// outputs.
/// </summary>
/// <param name="model">The model.</param>
internal sealed class SeriesObjective(ISequenceRegressor model) : Objective
{
    private bool _isClassification;

    public override string Criterion => _isClassification ? "accuracy" : "error";

    public override BatchResult Run(Batch batch)
    {
        var rows = (SeriesBatch)batch;
        var outputs = model.forward(rows.Values, rows.Lengths);
        _isClassification = rows.Scales is null;
        if (rows.Scales is not { } scales)
        {
            return Classified(outputs, rows.Targets, rows.Tokens);
        }

        var loss = nn.functional.mse_loss(outputs, rows.Targets);
        return new BatchResult(loss, (int)rows.Targets.shape[0], Right: null, RightInFive: null, rows.Tokens)
        {
            Errors = RegressionErrors.Of(outputs, rows.Targets, scales),
        };
    }
}
