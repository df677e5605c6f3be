namespace SerpentDsl.Tasks;

/// <summary>A series as it was read.</summary>
/// <param name="Names">The columns of its values.</param>
/// <param name="Values">The values position by position.</param>
/// <param name="Targets">The numbers to answer; empty where a class is asked.</param>
/// <param name="Label">The class to answer; null where numbers are.</param>
/// <param name="Split">Number of the split that a column names; 0 without such a column.</param>
internal sealed record ReadSeries(IReadOnlyList<string> Names, float[] Values, float[] Targets, string? Label, int Split);
