namespace SerpentDsl.Experiments.Training;

/// <summary>Divides the learning rate by five whenever the score on the validation split has not risen for a number of epochs.</summary>
internal sealed class PlateauSchedule(int patience) : LearningRateSchedule
{
    private const double Fall = 0.2;

    private readonly Patience _patience = new(patience);
    private double _factor = 1;

    public override double FactorAt(int stepsTaken) => _factor;

    public override bool EndEpoch(double score)
    {
        _patience.Observe(score);
        if (!_patience.IsSpent)
        {
            return false;
        }

        _factor *= Fall;
        _patience.Renew();
        return true;
    }
}
