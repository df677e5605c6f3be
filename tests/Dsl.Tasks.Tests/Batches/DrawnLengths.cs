namespace SerpentDsl.Tasks.Tests;

/// <summary>Lengths of rows to cut into batches, the same on every machine.</summary>
internal static class DrawnLengths
{
    /// <summary>Lengths from 4 to 23 tokens.</summary>
    /// <param name="count">How many.</param>
    public static int[] Of(int count)
    {
        var random = new Xoshiro256(1);
        return [.. Enumerable.Range(0, count).Select(_ => 4 + random.NextBelow(20))];
    }
}
