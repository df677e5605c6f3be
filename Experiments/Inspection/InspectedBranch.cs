namespace SerpentDsl.Experiments.Inspection;

/// <summary>What a compressing branch made of one sequence.</summary>
/// <param name="Name">Where it is in the model, such as <c>blocks.0.branch1</c>.</param>
/// <param name="Causal">Whether windows end at the input that emits the point; else they lie around the point.</param>
/// <param name="Rate">ρ, the longest interval.</param>
/// <param name="WindowSize">W, inputs of a point.</param>
/// <param name="MostPoints">The most points that the sequence could have become.</param>
/// <param name="Intervals">Δ of every token.</param>
/// <param name="Times">t of every token, in units of the distance of points.</param>
/// <param name="WindowStarts">The first token of each point's window; it may lie before the sequence.</param>
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

    /// <summary>The name of the branch whose compression has a name.</summary>
    public static string NameOf(string compression) =>
        compression.EndsWith(Suffix, StringComparison.Ordinal) ? compression[..^Suffix.Length] : compression;

    /// <summary>Points that the sequence became.</summary>
    public int Points => WindowStarts.Length;

    /// <summary>Time passed per token.</summary>
    public double RealisedRate => Times[^1] / Times.Length;

    /// <summary>Where a point stands among the tokens.</summary>
    /// <param name="point">Which point, from 0; it stands at time <paramref name="point"/> + 1.</param>
    /// <returns>
    /// The token in whose interval it falls, and how far into that, 0 … 1; a point after all time falls at the last token's end.
    /// </returns>
    public (int Token, double Share) PlaceOf(int point)
    {
        var token = Array.FindIndex(Times, time => time >= point + 1);
        return token < 0
            ? (Times.Length - 1, 1)
            : (token, Math.Clamp(1 - ((Times[token] - point - 1) / Intervals[token]), 0, 1));
    }

    /// <summary>The tokens that a point is made of.</summary>
    /// <param name="point">Which point, from 0.</param>
    public (int First, int Last) WindowOf(int point) =>
        (Math.Max(0, WindowStarts[point]), Math.Min(Times.Length, WindowStarts[point] + WindowSize) - 1);

    /// <summary>Rows for windows so that none overlap: the row of every point's window.</summary>
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
    /// How a token's interval compares with the others of the sequence: 0 the shortest, 1 the longest; ½ where all are equal.
    /// </summary>
    public double Standing(int token)
    {
        double least = Intervals.Min(), most = Intervals.Max();
        return most - least < 1e-9 ? 0.5 : (Intervals[token] - least) / (most - least);
    }
}
