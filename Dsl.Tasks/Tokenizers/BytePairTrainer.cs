using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace SerpentDsl.Tasks;

/// <summary>
/// Learns a byte-pair encoding: repeatedly merges the most frequent pair of neighbouring tokens; of equally frequent pairs the one with the
/// smaller ids. Pairs are counted once, over distinct words, and a merge updates the counts of the words that it changes; a priority queue
/// gives the most frequent pair. The result depends only on the text, not on threads or the order of lines.
/// </summary>
public static class BytePairTrainer
{
    /// <summary>Pairs with fewer occurrences are not merged.</summary>
    private const int LeastCount = 2;

    private const int ProgressMerges = 1000;

    /// <summary>Learns from text.</summary>
    /// <param name="blocks">The text as UTF-8, cut at line ends when <paramref name="lineByLine"/> is set; otherwise where white space
    /// ends.</param>
    /// <param name="vocabulary">Number of ids, at least 256; the result has fewer if no pair occurs twice any more.</param>
    /// <param name="lineByLine">Whether each line is encoded separately, so that no token spans two lines.</param>
    /// <param name="progress">Receives the progress; may be null.</param>
    /// <param name="cancellation">Stops the work.</param>
    public static BytePairTokenizer Train(
        IEnumerable<byte[]> blocks,
        int vocabulary,
        bool lineByLine,
        IProgress<TaskProgress>? progress = null,
        CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(vocabulary, 256);
        progress?.Report(new TaskProgress("counting words", 0, 0));
        var words = CountWords(blocks, lineByLine, cancellation);
        var learner = new Learner(words, vocabulary);
        learner.Run(progress, cancellation);
        return new BytePairTokenizer([.. learner.Tokens], learner.Merges, new Dictionary<string, int>(), lineByLine);
    }

    private static Dictionary<byte[], long> CountWords(IEnumerable<byte[]> blocks, bool lineByLine, CancellationToken cancellation)
    {
        var all = new Dictionary<byte[], long>(ByteSpanComparer.Instance);
        Parallel.ForEach(
            Partitioner.Create(blocks, EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { CancellationToken = cancellation, MaxDegreeOfParallelism = Environment.ProcessorCount },
            () => new Dictionary<byte[], long>(ByteSpanComparer.Instance),
            (block, _, counts) =>
            {
                CountWords(block, lineByLine, counts);
                return counts;
            },
            counts =>
            {
                lock (all)
                {
                    foreach (var (word, count) in counts)
                    {
                        CollectionsMarshal.GetValueRefOrAddDefault(all, word, out _) += count;
                    }
                }
            });
        return all;
    }

    private static void CountWords(ReadOnlySpan<byte> text, bool lineByLine, Dictionary<byte[], long> counts)
    {
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<byte>>();
        while (!text.IsEmpty)
        {
            var feed = lineByLine ? text.IndexOf((byte)'\n') : -1;
            var part = feed < 0 ? text : text[..(feed + 1)];
            text = text[part.Length..];
            for (int start = 0, end; start < part.Length; start = end)
            {
                end = TextPieces.EndOf(part, start);
                CollectionsMarshal.GetValueRefOrAddDefault(lookup, part[start..end], out _)++;
            }
        }
    }

    /// <summary>The state of one training.</summary>
    private sealed class Learner
    {
        private readonly int _vocabulary;
        private readonly int[][] _words;
        private readonly int[] _lengths;
        private readonly long[] _counts;
        private readonly Dictionary<ulong, long> _pairs = [];
        private readonly Dictionary<ulong, List<int>> _places = [];
        private readonly HashSet<ulong> _merged = [];
        private readonly Dictionary<byte[], int> _ids = new(ByteSpanComparer.Instance);
        private readonly PriorityQueue<ulong, (long Count, ulong Pair)> _queue = new(new CommonestFirst());

        public Learner(Dictionary<byte[], long> words, int vocabulary)
        {
            _vocabulary = vocabulary;
            foreach (var value in ByteSymbols.InOrder)
            {
                AddToken([value]);
            }

            var byteIds = new int[256];
            for (var id = 0; id < byteIds.Length; id++)
            {
                byteIds[Tokens[id][0]] = id;
            }

            _words = [.. words.Keys.Select(word => word.Select(value => byteIds[value]).ToArray())];
            _lengths = [.. _words.Select(word => word.Length)];
            _counts = [.. words.Values];
            for (var word = 0; word < _words.Length; word++)
            {
                Count(word, _counts[word], newToken: -1, touched: null);
            }

            foreach (var (pair, count) in _pairs)
            {
                _queue.Enqueue(pair, (count, pair));
            }
        }

        public List<byte[]> Tokens { get; } = [];

        public List<BytePairMerge> Merges { get; } = [];

        public void Run(IProgress<TaskProgress>? progress, CancellationToken cancellation)
        {
            var touched = new HashSet<ulong>();
            while (Tokens.Count < _vocabulary && _queue.TryDequeue(out var pair, out var queued))
            {
                var count = _pairs[pair];
                if (count != queued.Count)
                {
                    // Its count has dropped since it was queued; it is queued again with the new count.
                    _queue.Enqueue(pair, (count, pair));
                    continue;
                }

                if (count < LeastCount)
                {
                    break;
                }

                cancellation.ThrowIfCancellationRequested();
                var left = (int)(pair >> 32);
                var right = (int)(uint)pair;
                byte[] bytes = [.. Tokens[left], .. Tokens[right]];
                var merged = _ids.TryGetValue(bytes, out var known) ? known : AddToken(bytes);

                // A pair can occur again when one of its tokens is made by another merge; it is still the same merge.
                if (_merged.Add(pair))
                {
                    Merges.Add(new BytePairMerge(left, right, merged));
                }

                touched.Clear();
                foreach (var word in _places[pair])
                {
                    Apply(word, left, right, merged, touched);
                }

                _places.Remove(pair);
                foreach (var grown in touched)
                {
                    _queue.Enqueue(grown, (_pairs[grown], grown));
                }

                if (Merges.Count % ProgressMerges == 0)
                {
                    progress?.Report(new TaskProgress("learning byte pairs", Tokens.Count, _vocabulary));
                }
            }

            progress?.Report(new TaskProgress("learning byte pairs", _vocabulary, _vocabulary));
        }

        private int AddToken(byte[] bytes)
        {
            _ids.Add(bytes, Tokens.Count);
            Tokens.Add(bytes);
            return Tokens.Count - 1;
        }

        /// <summary>Merges a pair in a word: subtracts its old pairs from the counts and adds the new ones.</summary>
        private void Apply(int word, int left, int right, int merged, HashSet<ulong> touched)
        {
            var symbols = _words[word].AsSpan(0, _lengths[word]);
            var occurs = false;
            for (var i = 1; i < symbols.Length && !occurs; i++)
            {
                occurs = symbols[i - 1] == left && symbols[i] == right;
            }

            if (!occurs)
            {
                return;
            }

            Count(word, -_counts[word], newToken: -1, touched: null);
            var length = 0;
            for (var i = 0; i < symbols.Length; i++)
            {
                var isPair = symbols[i] == left && i + 1 < symbols.Length && symbols[i + 1] == right;
                symbols[length++] = isPair ? merged : symbols[i];
                i += isPair ? 1 : 0;
            }

            _lengths[word] = length;
            Count(word, _counts[word], merged, touched);
        }

        /// <summary>Adds a word's pairs to the counts; records the pairs with a new token, and the words that contain them.</summary>
        private void Count(int word, long weight, int newToken, HashSet<ulong>? touched)
        {
            ReadOnlySpan<int> symbols = _words[word].AsSpan(0, _lengths[word]);
            for (var i = 1; i < symbols.Length; i++)
            {
                var pair = ((ulong)(uint)symbols[i - 1] << 32) | (uint)symbols[i];
                CollectionsMarshal.GetValueRefOrAddDefault(_pairs, pair, out _) += weight;
                var isNew = touched is not null && (symbols[i - 1] == newToken || symbols[i] == newToken);
                if (isNew)
                {
                    touched!.Add(pair);
                }

                if (isNew || (touched is null && weight > 0))
                {
                    ref var places = ref CollectionsMarshal.GetValueRefOrAddDefault(_places, pair, out _);
                    places ??= [];
                    if (places.Count == 0 || places[^1] != word)
                    {
                        places.Add(word);
                    }
                }
            }
        }
    }

    private sealed class CommonestFirst : IComparer<(long Count, ulong Pair)>
    {
        public int Compare((long Count, ulong Pair) x, (long Count, ulong Pair) y)
        {
            var order = y.Count.CompareTo(x.Count);
            return order != 0 ? order : x.Pair.CompareTo(y.Pair);
        }
    }
}
