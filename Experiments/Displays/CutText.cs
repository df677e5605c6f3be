using SerpentDsl.Experiments.Output;
using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Displays;

/// <summary>Says how many rows lost their ends.</summary>
internal static class CutText
{
    /// <summary>The numbers in a sentence.</summary>
    /// <param name="cut">How many rows of each split were cut.</param>
    /// <param name="unit">The word for the places of a sequence, in the plural.</param>
    public static string Of(CutRows cut, string unit)
    {
        var rows = $"{Figures.Count(cut.Train)} / {Figures.Count(cut.Validation)} / {Figures.Count(cut.Test)} rows have more {unit} "
            + "than are read and lose their ends";
        return cut.Consequence is { } consequence ? $"{rows}. {consequence}" : rows;
    }
}
