namespace SerpentDsl.Tasks;

/// <summary>
/// The similarity of two documents' words: the Jaccard index of the sets of words that <see cref="WordReader"/> reads, ignoring case.
/// </summary>
internal static class WordOverlap
{
    // FNV-1a, 64 bits: the same on every machine, unlike .NET's hash of a string.
    private const ulong HashStart = 0xCBF29CE484222325;
    private const ulong HashFactor = 0x100000001B3;

    /// <summary>The words of a document, as hashes in ascending order.</summary>
    public static ulong[] WordsOf(string text)
    {
        var words = new HashSet<ulong>();
        for (var reader = new WordReader(text); reader.TryNext(out var word);)
        {
            var hash = HashStart;
            foreach (var letter in word)
            {
                hash = (hash ^ (uint)(letter | 0x20)) * HashFactor;
            }

            words.Add(hash);
        }

        return [.. words.Order()];
    }

    /// <summary>Number of shared words divided by the number of all words; 0 if there are none.</summary>
    public static double Of(ReadOnlySpan<ulong> first, ReadOnlySpan<ulong> second)
    {
        var i = 0;
        var j = 0;
        var shared = 0;
        while (i < first.Length && j < second.Length)
        {
            var order = first[i].CompareTo(second[j]);
            shared += order == 0 ? 1 : 0;
            i += order <= 0 ? 1 : 0;
            j += order >= 0 ? 1 : 0;
        }

        var all = first.Length + second.Length - shared;
        return all == 0 ? 0 : (double)shared / all;
    }
}
