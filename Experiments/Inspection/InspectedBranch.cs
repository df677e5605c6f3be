using System.Globalization;

namespace SerpentDsl.Experiments.Inspection;

/// <summary>The intervals, points and windows of a resampled branch on one sequence.</summary>
/// <param name="Name">Path of the branch in the model, such as <c>blocks.0.branch1</c>.</param>
/// <param name="Causal">Whether a point's window ends at the input that emits the point; else the window lies around the point.</param>
/// <param name="Rate">ρ, the upper limit of an interval.</param>
/// <param name="WindowSize">W, the number of inputs of a point.</param>
/// <param name="MostPoints">Largest possible number of points for a sequence of this length.</param>
/// <param name="Intervals">Interval Δ of every token.</param>
/// <param name="Times">Clock time t of every token, in units of the distance of two points.</param>
/// <param name="WindowStarts">First token of each point's window; may be before the sequence's first token.</param>
internal sealed record InspectedBranch(
    string Name,
    bool Causal,
    double Rate,
    int WindowSize,
    long MostPoints,
    double[] Intervals,
    double[] Times,
    int[] WindowStarts)
{
    private const string Suffix = "_compression";

    /// <summary>Time of the first point.</summary>
    public double FirstPoint { get; init; } = 1;

    /// <summary>The choices that differ from the paper's literal text, in words.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>The declaration in words: rate, window and choices.</summary>
    public string Declared => string.Join(
        ", ",
        [
            string.Create(CultureInfo.InvariantCulture, $"ρ {Rate:0.###}"),
            string.Create(CultureInfo.InvariantCulture, $"window {WindowSize}"),
            Causal ? "causal" : "both sides",
            .. Choices,
        ]);

    /// <summary>Name of the branch to which a compression layer belongs.</summary>
    public static string NameOf(string compression) =>
        compression.EndsWith(Suffix, StringComparison.Ordinal) ? compression[..^Suffix.Length] : compression;

    /// <summary>Number of points of the sequence.</summary>
    public int Points => WindowStarts.Length;

    /// <summary>Clock time per token.</summary>
    public double RealisedRate => Times[^1] / Times.Length;

    /// <summary>Share of the tokens that some window reads.</summary>
    public double Coverage
    {
        get
        {
            var (read, end) = (0, 0);
            for (var point = 0; point < Points; point++)
            {
                var (first, last) = WindowOf(point);
                read += Math.Max(0, last + 1 - Math.Max(first, end));
                end = last + 1;
            }

            return (double)read / Times.Length;
        }
    }

    /// <summary>Place of a point among the tokens.</summary>
    /// <param name="point">Index of the point, from 0; its time is <paramref name="point"/> + <see cref="FirstPoint"/>.</param>
    /// <returns>
    /// The token whose interval contains the point's time, and the elapsed share of that interval, 0 … 1. A point after the last token's
    /// time is at that token's end.
    /// </returns>
    public (int Token, double Share) PlaceOf(int point)
    {
        var token = Array.FindIndex(Times, time => time >= point + FirstPoint);
        return token < 0
            ? (Times.Length - 1, 1)
            : (token, Math.Clamp(1 - ((Times[token] - point - FirstPoint) / Intervals[token]), 0, 1));
    }

    /// <summary>Range of the tokens in a point's window.</summary>
    /// <param name="point">Index of the point, from 0.</param>
    public (int First, int Last) WindowOf(int point) =>
        (Math.Max(0, WindowStarts[point]), Math.Min(Times.Length, WindowStarts[point] + WindowSize) - 1);

    /// <summary>Sorts the points' windows into rows in which no windows overlap: the row of each point.</summary>
    public int[] Lanes()
    {
        var ends = new List<int>();
        var lanes = new int[Points];
        for (var point = 0; point < Points; point++)
        {
            var (first, last) = WindowOf(point);
            var lane = ends.FindIndex(end => end < first);
            if (lane < 0)
            {
                lane = ends.Count;
                ends.Add(last);
            }

            ends[lane] = last;
            lanes[point] = lane;
        }

        return lanes;
    }

    /// <summary>
    /// Length of a token's interval relative to the others of the sequence: 0 for the shortest, 1 for the longest, ½ if all are equal.
    /// </summary>
    public double Standing(int token)
    {
        double least = Intervals.Min(), most = Intervals.Max();
        return most - least < 1e-9 ? 0.5 : (Intervals[token] - least) / (most - least);
    }
}
