using System.Collections.Concurrent;
using System.Runtime.InteropServices;

namespace SerpentDsl.Tasks;

/// <summary>The streams of the WikiText tasks, encoded once and cached; the whole corpus is never in memory.</summary>
internal static class WikiTextData
{
    /// <summary>Bytes of text that one thread encodes at a time.</summary>
    private const int BlockBytes = 1 << 20;

    private const string TokenizerName = "tokenizer.json";

    /// <exception cref="TaskDataException">The corpus is missing or malformed, or the cache cannot be used.</exception>
    public static LanguageSplits Load(string task, WikiTextSettings settings, TaskContext context, CancellationToken cancellation)
    {
        var files = WikiTextSource.Find(task, settings.Corpus, new TaskFiles(context));
        var hashes = string.Join(' ', files.Select(file => file.Path).Distinct().Select(path => new SourceFile(path).Hash()));
        var cache = new TaskCache(context, task, $"{settings.Describe()}, from {hashes}");
        var source = $"{settings.Corpus} in {string.Join(", ", files.Select(file => file.Path).Distinct())}";
        var splits = cache.ReadOrMake(
            writer => Make(files, settings, writer, context.Progress, cancellation),
            reader => Read(reader, cache.File, source));
        var tokenizer = Path.Combine(cache.Folder, TokenizerName);
        if (!File.Exists(tokenizer))
        {
            TokenizerFile.Write(tokenizer, splits.Tokenizer);
        }

        return splits;
    }

    private static void Make(
        IReadOnlyList<SourceFile> files,
        WikiTextSettings settings,
        BinaryWriter writer,
        IProgress<TaskProgress>? progress,
        CancellationToken cancellation)
    {
        var tokenizer = Learn(files[0], settings, progress, cancellation);
        var isWide = tokenizer.Vocabulary > ushort.MaxValue + 1;
        writer.Write(TokenizerFile.ToJson(tokenizer));
        writer.Write(isWide);

        // Validation and test come first, so that the training stream can be counted while it is written.
        var counter = new PairCounter(tokenizer.Vocabulary);
        var sizes = new (long Tokens, long Bytes, long Words)[files.Count];
        foreach (var (split, count) in new (int, Action<ReadOnlySpan<int>>?)[] { (1, counter.Measure), (2, null), (0, counter.Learn) })
        {
            sizes[split] = Encode(files[split], tokenizer, isWide, writer, count, progress, cancellation);
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

    private static ITokenizer Learn(
        SourceFile file, WikiTextSettings settings, IProgress<TaskProgress>? progress, CancellationToken cancellation)
    {
        using var reader = new LineReader(file);
        try
        {
            return settings.Unit == TextUnit.Words
                ? WordTokenizer.Learn(reader.Blocks(BlockBytes), settings.Vocabulary, cancellation)
                : BytePairTrainer.Train(reader.Blocks(BlockBytes), settings.Vocabulary, lineByLine: true, progress, cancellation);
        }
        catch (AggregateException problem) when (problem.InnerException is TaskDataException inner)
        {
            throw inner;
        }
    }

    private static (long Tokens, long Bytes, long Words) Encode(
        SourceFile file,
        ITokenizer tokenizer,
        bool isWide,
        BinaryWriter writer,
        Action<ReadOnlySpan<int>>? count,
        IProgress<TaskProgress>? progress,
        CancellationToken cancellation)
    {
        progress?.Report(new TaskProgress($"encoding {file.Name}", 0, 0));
        using var reader = new LineReader(file);
        ParallelQuery<(int[] Tokens, int Bytes, long Words)> encoded = Partitioner.Create(
            reader.Blocks(BlockBytes), EnumerablePartitionerOptions.NoBuffering)
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

        return size.Tokens > 1 ? size : throw new TaskDataException($"{file.Name} has no text. Get it again.");
    }

    private static int[] Encode(ITokenizer tokenizer, byte[] block) =>
        tokenizer is WordTokenizer words ? words.Encode(block.AsSpan()) : ((BytePairTokenizer)tokenizer).Encode(block.AsSpan());

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
        var tokenizer = TokenizerFile.FromJson(reader.ReadString());
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
