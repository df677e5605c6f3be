namespace SerpentDsl.Experiments.Inspection;

/// <summary>Adds up intervals, as shares of the longest possible one.</summary>
internal sealed class IntervalSum
{
    private double _sum;
    private double _squares;

    /// <summary>Number of intervals.</summary>
    public long Count { get; private set; }

    /// <summary>Their mean.</summary>
    public double Mean => _sum / Count;

    /// <summary>Their variance, of all and not of a sample.</summary>
    public double Variance => Math.Max(0, (_squares / Count) - (Mean * Mean));

    /// <summary>Adds an interval.</summary>
    /// <param name="share">Δ/ρ, from 0 to 1.</param>
    public void Add(double share)
    {
        Count++;
        _sum += share;
        _squares += share * share;
    }
}
