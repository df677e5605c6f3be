namespace SerpentDsl.Experiments.Inspection;

/// <summary>Breaks tokens of different widths into lines.</summary>
internal sealed class TokenLines
{
    private readonly int[] _lineOf;
    private readonly double[] _x;
    private readonly double[] _widths;

    /// <param name="widths">The tokens' widths.</param>
    /// <param name="width">Width of a line; a wider token has a line of its own.</param>
    public TokenLines(IReadOnlyList<double> widths, double width)
    {
        _widths = [.. widths];
        _lineOf = new int[widths.Count];
        _x = new double[widths.Count];
        double x = 0;
        for (var token = 0; token < widths.Count; token++)
        {
            if (x > 0 && x + widths[token] > width)
            {
                Count++;
                x = 0;
            }

            (_lineOf[token], _x[token]) = (Count, x);
            x += widths[token];
        }

        Count++;
    }

    /// <summary>Number of lines.</summary>
    public int Count { get; }

    /// <summary>The line that contains a token.</summary>
    public int LineOf(int token) => _lineOf[token];

    /// <summary>Position at which a token begins in its line.</summary>
    public double Begin(int token) => _x[token];

    /// <summary>Position at which a token ends in its line.</summary>
    public double End(int token) => _x[token] + _widths[token];

    /// <summary>The tokens of a line.</summary>
    public IEnumerable<int> TokensOf(int line) => Enumerable.Range(0, _lineOf.Length).Where(token => _lineOf[token] == line);

    /// <summary>The part of a range of tokens that is in a line; null if none is.</summary>
    public (int First, int Last)? PartOf(int line, (int First, int Last) range)
    {
        int first = Math.Max(range.First, Array.IndexOf(_lineOf, line)), last = Math.Min(range.Last, Array.LastIndexOf(_lineOf, line));
        return first <= last ? (first, last) : null;
    }
}
