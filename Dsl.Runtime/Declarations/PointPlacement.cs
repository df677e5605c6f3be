namespace SerpentDsl;

/// <summary>Where SeRpEnt's resampled points stand on the clock of a branch, which counts in units of their distance.</summary>
public enum PointPlacement
{
    /// <summary>At the ends of the units: 1, 2, 3, …. The last of K = ⌈t⌉ points stands at or behind the end of time.</summary>
    End,

    /// <summary>
    /// In their middles: ½, 1½, 2½, …, K = max(1, ⌊t + ½⌋) points; a last unit that is less than half full has none.
    /// </summary>
    Middle,
}
