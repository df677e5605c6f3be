using SerpentDsl.Resampling;

namespace SerpentDsl.Experiments.Inspection;

/// <summary>The options of a resampling that act when it runs, in words.</summary>
internal static class ResamplingChoices
{
    /// <summary>Those that differ from the paper's literal text, such as "points in the middles".</summary>
    public static IReadOnlyList<string> Of(CompressionOptions options)
    {
        var choices = new List<string>();
        if (options.PointPlacement == PointPlacement.Middle)
        {
            choices.Add("points in the middles");
        }

        if (options.Interval != Interval.Learned)
        {
            choices.Add(options.Interval == Interval.Random ? "random intervals" : "uniform intervals");
        }

        if (options.ReadBack == ReadBack.Linear)
        {
            choices.Add("read back linearly");
        }

        return choices;
    }
}
