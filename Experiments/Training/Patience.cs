namespace SerpentDsl.Experiments.Training;

/// <summary>Counts the epochs without a better score.</summary>
/// <param name="epochs">Number of epochs without a better score after which patience is spent; 0: never.</param>
internal sealed class Patience(int epochs)
{
    private int _waited;

    /// <summary>The best score so far; negative infinity before the first.</summary>
    public double Best { get; private set; } = double.NegativeInfinity;

    /// <summary>Whether this many epochs have passed without a better score.</summary>
    public bool IsSpent => epochs > 0 && _waited >= epochs;

    /// <summary>Records the score of an epoch; greater is better.</summary>
    /// <returns>Whether the score is better than all earlier ones.</returns>
    public bool Observe(double score)
    {
        var better = score > Best;
        Best = better ? score : Best;
        _waited = better ? 0 : _waited + 1;
        return better;
    }

    /// <summary>Starts counting again.</summary>
    public void Renew() => _waited = 0;
}
