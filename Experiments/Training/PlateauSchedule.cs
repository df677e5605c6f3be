namespace SerpentDsl.Experiments.Training;

/// <summary>Divides the learning rate by five whenever the validation accuracy has not risen for so many epochs.</summary>
internal sealed class PlateauSchedule(int patience) : LearningRateSchedule
{
    private const double Fall = 0.2;

    private readonly Patience _patience = new(patience);
    private double _factor = 1;

    public override double FactorAt(int stepsTaken) => _factor;

    public override bool EndEpoch(double validationAccuracy)
    {
        _patience.Observe(validationAccuracy);
        if (!_patience.IsSpent)
        {
            return false;
        }

        _factor *= Fall;
        _patience.Renew();
        return true;
    }
}
