namespace SerpentDsl.Ssm;

/// <summary>
/// The subsets of positions whose inputs the official Liquid-S4 multiplies (<c>allcombs</c>): all subsets of p of the last n positions, in
/// lexicographic order, of which the last <c>length</c> are taken; n is the smallest number with at least that many subsets.
/// </summary>
internal static class LiquidSubsets
{
    /// <summary>Lists the subsets.</summary>
    /// <param name="length">Length of the sequence.</param>
    /// <param name="order">p: inputs per product, 2 or more.</param>
    /// <returns>The positions, subset by subset; null if no n below the length has enough subsets, as in the shortest sequences.</returns>
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

        // Steps backwards from the last subset: the rightmost position that can move left does, and the positions after it move to the end.
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
