namespace SerpentDsl.Experiments.Training;

/// <summary>Watches a score for improvement.</summary>
/// <param name="epochs">After how many epochs without a better one patience is spent; 0: never.</param>
internal sealed class Patience(int epochs)
{
    private int _waited;

    /// <summary>The best score so far; below every score before the first.</summary>
    public double Best { get; private set; } = double.NegativeInfinity;

    /// <summary>Whether this many epochs have passed without a better score.</summary>
    public bool IsSpent => epochs > 0 && _waited >= epochs;

    /// <summary>Takes an epoch's score: the greater, the better.</summary>
    /// <returns>Whether it is better than all before.</returns>
    public bool Observe(double score)
    {
        var better = score > Best;
        Best = better ? score : Best;
        _waited = better ? 0 : _waited + 1;
        return better;
    }

    /// <summary>Restarts the waiting.</summary>
    public void Renew() => _waited = 0;
}
