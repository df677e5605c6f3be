namespace SerpentDsl.Tasks;

/// <summary>Draws the rows that are held out, from each class the same share, so that a rare class is in every split.</summary>
internal static class SplitDraw
{
    /// <summary>Smallest number of rows of a class of which some are held out.</summary>
    private const int LeastRows = 3;

    /// <summary>Number of the split of each row: 0 training, 1 validation, 2 test.</summary>
    /// <param name="strata">The class of each row; all equal where there are no classes.</param>
    /// <param name="validation">Share of the validation split; 0: none is drawn.</param>
    /// <param name="test">Share of the test split; 0: none is drawn.</param>
    /// <param name="seed">Seed of the draw.</param>
    public static int[] Of(IReadOnlyList<string> strata, double validation, double test, int seed)
    {
        var splits = new int[strata.Count];
        var random = new Xoshiro256((ulong)seed, 0);
        foreach (var group in strata.Index().GroupBy(row => row.Item, row => row.Index, StringComparer.Ordinal)
            .OrderBy(group => group.Key, StringComparer.Ordinal))
        {
            int[] rows = [.. group];
            if (rows.Length < LeastRows)
            {
                continue;
            }

            for (var i = rows.Length - 1; i > 0; i--)
            {
                var other = random.NextBelow(i + 1);
                (rows[i], rows[other]) = (rows[other], rows[i]);
            }

            var forValidation = Held(validation, rows.Length);
            var forTest = Math.Min(Held(test, rows.Length), rows.Length - forValidation - 1);
            foreach (var row in rows.Take(forValidation))
            {
                splits[row] = 1;
            }

            foreach (var row in rows.Skip(forValidation).Take(forTest))
            {
                splits[row] = 2;
            }
        }

        return splits;
    }

    private static int Held(double share, int rows) => share == 0 ? 0 : Math.Clamp((int)Math.Round(share * rows), 1, rows - 2);
}
