namespace SerpentDsl.Tasks;

/// <summary>Merges neighbouring tokens by learned merges. Immutable: any number of threads may use one.</summary>
internal sealed class BytePairMerger
{
    private readonly Dictionary<ulong, (int Rank, int Merged)> _ranks;

    /// <param name="merges">The merges in the order they were learned.</param>
    /// <exception cref="ArgumentException">A pair is there twice.</exception>
    public BytePairMerger(IReadOnlyList<BytePairMerge> merges)
    {
        _ranks = new Dictionary<ulong, (int, int)>(merges.Count);
        for (var rank = 0; rank < merges.Count; rank++)
        {
            if (!_ranks.TryAdd(Key(merges[rank].Left, merges[rank].Right), (rank, merges[rank].Merged)))
            {
                throw new ArgumentException($"Merge {rank} is there twice.");
            }
        }
    }

    /// <summary>
    /// Merges tokens: always the merge that was learned first, and of equal ones the leftmost. A priority queue holds the candidates, so
    /// that n tokens take O(n log n) steps.
    /// </summary>
    /// <param name="symbols">The tokens; overwritten.</param>
    public int[] Merge(int[] symbols)
    {
        var next = new int[symbols.Length];
        var previous = new int[symbols.Length];
        for (var i = 0; i < symbols.Length; i++)
        {
            (next[i], previous[i]) = (i + 1, i - 1);
        }

        var candidates = new PriorityQueue<int, (int Rank, int Position)>();
        for (var i = 0; i < symbols.Length; i++)
        {
            Offer(i);
        }

        while (candidates.TryDequeue(out var position, out var priority))
        {
            // An outdated candidate: one of its two tokens has been merged in the meantime.
            if (!TryMerge(position, out var merge) || merge.Rank != priority.Rank)
            {
                continue;
            }

            var gone = next[position];
            symbols[position] = merge.Merged;
            symbols[gone] = -1;
            next[position] = next[gone];
            if (next[gone] < symbols.Length)
            {
                previous[next[gone]] = position;
            }

            Offer(position);
            if (previous[position] >= 0)
            {
                Offer(previous[position]);
            }
        }

        var tokens = new List<int>();
        for (var i = 0; i < symbols.Length; i = next[i])
        {
            tokens.Add(symbols[i]);
        }

        return [.. tokens];

        void Offer(int position)
        {
            if (TryMerge(position, out var merge))
            {
                candidates.Enqueue(position, (merge.Rank, position));
            }
        }

        bool TryMerge(int position, out (int Rank, int Merged) merge)
        {
            merge = default;
            return symbols[position] >= 0 && next[position] < symbols.Length
                && _ranks.TryGetValue(Key(symbols[position], symbols[next[position]]), out merge);
        }
    }

    private static ulong Key(int left, int right) => ((ulong)(uint)left << 32) | (uint)right;
}
