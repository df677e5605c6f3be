namespace SerpentDsl.Ssm;

/// <summary>
/// The subsets of positions whose inputs the official Liquid-S4 multiplies (<c>allcombs</c>): of the p-subsets of the last n positions in
/// lexicographic order the last ones, as many as the sequence is long; n is the least number that has so many.
/// </summary>
internal static class LiquidSubsets
{
    /// <summary>Lists them.</summary>
    /// <param name="length">Length of the sequence.</param>
    /// <param name="order">p.</param>
    /// <returns>The positions, subset by subset; null where no n below the length has so many subsets, as in the shortest
    /// sequences.</returns>
    public static long[]? Last(long length, int order)
    {
        long n = 2;
        while (n < length && !HasSubsets(n, order, length))
        {
            n++;
        }

        if (n >= length)
        {
            return null;
        }

        // From the last subset back: the rightmost position that can move left does, and those after it go to the end.
        var subsets = new long[length * order];
        var subset = new long[order];
        for (var i = 0; i < order; i++)
        {
            subset[i] = length - order + i;
        }

        for (var row = length - 1; row >= 0; row--)
        {
            subset.CopyTo(subsets, row * order);
            var moving = order - 1;
            while (moving > 0 && subset[moving] == subset[moving - 1] + 1)
            {
                moving--;
            }

            subset[moving]--;
            for (var i = moving + 1; i < order; i++)
            {
                subset[i] = length - order + i;
            }
        }

        return subsets;
    }

    private static bool HasSubsets(long n, int order, long needed)
    {
        long count = 1;
        for (var i = 0; i < order && count > 0; i++)
        {
            count = count * (n - i) / (i + 1);
        }

        return count >= needed;
    }
}
