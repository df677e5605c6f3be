using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Text;

namespace SerpentDsl.Tasks;

/// <summary>The streams of language tasks, encoded once and cached; the whole text is never in memory.</summary>
internal static class RunningText
{
    /// <summary>Bytes of text that one thread encodes at a time.</summary>
    private const int BlockBytes = 1 << 20;

    /// <summary>Reads the splits, and makes them first if they are not cached.</summary>
    /// <param name="task">Name of the task.</param>
    /// <param name="settings">Everything but the text that the streams depend on, in one line.</param>
    /// <param name="parts">The text of training, validation and test split.</param>
    /// <param name="learn">Makes the tokenizer from the training text.</param>
    /// <param name="source">Where the text is from, for people.</param>
    /// <param name="context">Folders of data and cache, and a receiver of progress.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="TaskDataException">The text is missing or malformed, or the cache cannot be used.</exception>
    public static LanguageSplits Load(
        string task,
        string settings,
        IReadOnlyList<TextPart> parts,
        Func<IEnumerable<byte[]>, ITokenizer> learn,
        string source,
        TaskContext context,
        CancellationToken cancellation)
    {
        var cache = new TaskCache(context, task, $"{settings}, from {string.Join(' ', parts.Select(part => part.Hash()))}");
        var splits = cache.ReadOrMake(
            writer => Make(parts, learn, writer, context.Progress, cancellation),
            reader => Read(reader, cache.File, source));
        if (!EncoderFile.IsIn(cache.Folder))
        {
            EncoderFile.Write(cache.Folder, splits.Tokenizer);
        }

        return splits;
    }

    private static void Make(
        IReadOnlyList<TextPart> parts,
        Func<IEnumerable<byte[]>, ITokenizer> learn,
        BinaryWriter writer,
        IProgress<TaskProgress>? progress,
        CancellationToken cancellation)
    {
        var tokenizer = Learn(parts[0], learn);
        var isWide = tokenizer.Vocabulary > ushort.MaxValue + 1;
        StoredTokenizer.Write(writer, tokenizer);
        writer.Write(isWide);

        // Validation and test come first, so that the training stream can be counted while it is written.
        var counter = new PairCounter(tokenizer.Vocabulary);
        var sizes = new (long Tokens, long Bytes, long Words)[parts.Count];
        foreach (var (split, count) in new (int, Action<ReadOnlySpan<int>>?)[] { (1, counter.Measure), (2, null), (0, counter.Learn) })
        {
            sizes[split] = Encode(parts[split], tokenizer, isWide, writer, count, progress, cancellation);
        }

        foreach (var (tokens, bytes, words) in sizes)
        {
            writer.Write(tokens);
            writer.Write(bytes);
            writer.Write(words);
        }

        foreach (var baseline in counter.Finish())
        {
            writer.Write(baseline.Loss);
        }
    }

    private static ITokenizer Learn(TextPart part, Func<IEnumerable<byte[]>, ITokenizer> learn)
    {
        try
        {
            return learn(part.Blocks(BlockBytes));
        }
        catch (AggregateException problem) when (problem.InnerException is TaskDataException inner)
        {
            throw inner;
        }
    }

    private static (long Tokens, long Bytes, long Words) Encode(
        TextPart part,
        ITokenizer tokenizer,
        bool isWide,
        BinaryWriter writer,
        Action<ReadOnlySpan<int>>? count,
        IProgress<TaskProgress>? progress,
        CancellationToken cancellation)
    {
        progress?.Report(new TaskProgress($"encoding {part.Name}", 0, 0));
        ParallelQuery<(int[] Tokens, int Bytes, long Words)> encoded = Partitioner.Create(
            part.Blocks(BlockBytes), EnumerablePartitionerOptions.NoBuffering)
            .AsParallel()
            .AsOrdered()
            .WithMergeOptions(ParallelMergeOptions.NotBuffered)
            .WithCancellation(cancellation)
            .Select(block => (Encode(tokenizer, block), block.Length, CountWords(block)));
        (long Tokens, long Bytes, long Words) size = default;
        try
        {
            foreach (var (tokens, bytes, words) in encoded)
            {
                size = (size.Tokens + tokens.Length, size.Bytes + bytes, size.Words + words);
                count?.Invoke(tokens);
                writer.Write(
                    isWide
                        ? MemoryMarshal.AsBytes<int>(tokens)
                        : MemoryMarshal.AsBytes<ushort>(Array.ConvertAll(tokens, token => (ushort)token)));
            }
        }
        catch (AggregateException problem) when (problem.InnerException is TaskDataException inner)
        {
            throw inner;
        }

        return size.Tokens > 1
            ? size
            : throw new TaskDataException(
                $"{part.Name} has too little text for this split: {size.Tokens} tokens. Give more, or get it again.");
    }

    private static int[] Encode(ITokenizer tokenizer, byte[] block) => tokenizer switch
    {
        WordTokenizer words => words.Encode(block.AsSpan()),
        BytePairTokenizer bytePairs => bytePairs.Encode(block.AsSpan()),
        _ => tokenizer.Encode(Encoding.UTF8.GetString(block)),
    };

    /// <summary>Number of words and line ends.</summary>
    private static long CountWords(ReadOnlySpan<byte> block)
    {
        long words = 0;
        for (var start = 0; WordTokenizer.TryNextWord(block, ref start, out _);)
        {
            words++;
        }

        return words;
    }

    private static LanguageSplits Read(BinaryReader reader, string path, string source)
    {
        var tokenizer = StoredTokenizer.Read(reader);
        var isWide = reader.ReadBoolean();
        var start = reader.BaseStream.Position;
        const int Trailer = ((3 * 3) + 2) * sizeof(long);
        reader.BaseStream.Position = reader.BaseStream.Length - Trailer;
        var sizes = new (long Tokens, long Bytes, long Words)[3];
        for (var split = 0; split < sizes.Length; split++)
        {
            sizes[split] = (reader.ReadInt64(), reader.ReadInt64(), reader.ReadInt64());
        }

        LanguageBaseline[] baselines = [new("unigram", reader.ReadDouble()), new("bigram", reader.ReadDouble())];
        var width = isWide ? sizeof(int) : sizeof(ushort);
        var test = start + (width * sizes[1].Tokens);
        var train = test + (width * sizes[2].Tokens);
        return new LanguageSplits(
            Split(train, sizes[0]),
            Split(start, sizes[1]),
            Split(test, sizes[2]),
            tokenizer,
            baselines,
            source);

        LanguageSplit Split(long offset, (long Tokens, long Bytes, long Words) size) =>
            new(new FileTokenStream(path, offset, size.Tokens, isWide), size.Bytes, size.Words);
    }
}
