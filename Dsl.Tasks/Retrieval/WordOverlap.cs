namespace SerpentDsl.Tasks;

/// <summary>
/// How alike two documents' words are: the Jaccard index of the sets of what <see cref="WordReader"/> reads, case ignored.
/// </summary>
internal static class WordOverlap
{
    // FNV-1a, 64 bits: the same on every machine, unlike the runtime's own hash of a string.
    private const ulong HashStart = 0xCBF29CE484222325;
    private const ulong HashFactor = 0x100000001B3;

    /// <summary>The words of a document, as hashes in rising order.</summary>
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

    /// <summary>Shared words over all words; 0 when there are none.</summary>
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
