using System.Text;
using SerpentDsl.Tasks;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Datasets;

/// <summary>
/// Running text, for a <see cref="LanguageModelAttribute"/>, cut into blocks, each read from an empty state. In every epoch of a
/// training the first block begins at another token. An evaluation predicts every token but the first once; the last block is shorter.
/// </summary>
internal sealed class TextDataset : Dataset
{
    private const int ChunkTokens = 1 << 16;

    private readonly LanguageSplits _splits;
    private readonly int _blockLength;
    private readonly ulong _seed;
    private long _offset;
    private int? _documentEnd;

    /// <param name="splits">The text; disposed with the dataset.</param>
    /// <param name="blockLength">Predictions per block.</param>
    /// <param name="seed">Seed of the token at which an epoch's first block begins.</param>
    public TextDataset(LanguageSplits splits, int blockLength, long seed)
    {
        if (splits.Train.Tokens.Count <= blockLength)
        {
            var tokens = splits.Train.Tokens.Count;
            splits.Dispose();
            throw new UsageException($"The training text has {tokens:N0} tokens, less than one block of {blockLength:N0} and the token "
                + "after it; use shorter blocks (--max-length).");
        }

        _splits = splits;
        _blockLength = blockLength;
        _seed = (ulong)seed;
        Baselines = [.. splits.Baselines.Select(Baseline.Of)];
    }

    public override string Source => _splits.Source;

    public override string Unit => $"blocks of {_blockLength:N0} tokens";

    public override IReadOnlyList<Baseline> Baselines { get; }

    /// <summary>Turns prompts into ids and ids into text.</summary>
    public override ITokenizer Tokenizer => _splits.Tokenizer;

    /// <summary>From then on, batches say where documents begin, so that a model reads each from an empty state.</summary>
    /// <exception cref="UsageException">The task does not say where documents end, or no document of the text ends.</exception>
    public void SeparateDocuments()
    {
        var end = _splits.DocumentEnd
            ?? throw new UsageException($"The text of {_splits.Source} has no marks between documents; the task sets "
                + $"{nameof(LanguageSplits)}.{nameof(LanguageSplits.DocumentEnd)} where it has. Train without --separate-documents.");
        _documentEnd = Contains(_splits.Train.Tokens, end)
            ? end
            : throw new UsageException($"The training text of {_splits.Source} nowhere has token {end}, which ends a document. Write "
                + "the end of text between the documents, or train without --separate-documents.");
    }

    public override void BeginEpoch(int epoch)
    {
        var slack = Predictions(Split.Train) - ((long)LengthsOf(Split.Train).Count * _blockLength);
        _offset = new Xoshiro256(_seed, (ulong)epoch).NextBelow((int)Math.Min(slack, int.MaxValue - 1) + 1);
    }

    public override int PredictionsOf(Split split, ReadOnlySpan<int> rows)
    {
        var blocks = LengthsOf(split);
        var predictions = 0;
        foreach (var row in rows)
        {
            predictions += blocks[row];
        }

        return predictions;
    }

    public override Batch Read(Split split, ReadOnlySpan<int> rows, Device device)
    {
        var lengths = LengthsOf(split);
        var spans = new TextSpan[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            spans[i] = new TextSpan(
                (split == Split.Train ? _offset : 0) + ((long)rows[i] * _blockLength), lengths[rows[i]], lengths[rows[i]]);
        }

        return Read(split, spans, device);
    }

    /// <summary>Reads pieces of text.</summary>
    /// <param name="split">The text.</param>
    /// <param name="spans">The pieces' places in the text.</param>
    /// <param name="device">Device of the tensors.</param>
    public TextBatch Read(Split split, ReadOnlySpan<TextSpan> spans, Device device)
    {
        var rows = TextRows.Read(StreamOf(split).Tokens, spans);
        var bytes = rows.Targets.Where(target => target != TextRows.Ignored).Sum(target => (long)Tokenizer.BytesOf((int)target).Length);
        return new TextBatch(rows, bytes, device)
        {
            Starts = _documentEnd is { } end ? StartsOf(rows, spans, StreamOf(split).Tokens, end, device) : null,
        };
    }

    /// <summary>Tokens of a split that can be predicted: all but the first.</summary>
    public long Predictions(Split split) => Math.Max(0, StreamOf(split).Tokens.Count - 1);

    /// <summary>
    /// Number of words of a split's text that can be predicted, line ends counted as words. Words that end with the first token are not.
    /// </summary>
    public long Words(Split split) => StreamOf(split).Words - WordsOfFirstToken(StreamOf(split).Tokens);

    public override long? WordsOf(Split split) => LengthsOf(split).Sum(length => (long)length) == Predictions(split) ? Words(split) : null;

    public override void Dispose() => _splits.Dispose();

    protected override IEnumerable<int> Measure(Split split)
    {
        var predictions = Predictions(split);
        var blocks = (int)Math.Min(predictions / _blockLength, int.MaxValue);
        var whole = Enumerable.Repeat(_blockLength, blocks);

        // Training leaves out one block, so that the first block can begin at a later token.
        return split == Split.Train ? whole.Take(Math.Max(1, blocks - 1)) : whole.Concat(Rest((int)(predictions % _blockLength)));

        static int[] Rest(int length) => length == 0 ? [] : [length];
    }

    // A document begins behind the end of the one before it; the text begins with one.
    private static Tensor StartsOf(TextRows rows, ReadOnlySpan<TextSpan> spans, TokenStream tokens, int end, Device device)
    {
        var starts = new bool[rows.Inputs.Length];
        for (var place = 0; place < starts.Length; place++)
        {
            var (row, position) = Math.DivRem(place, rows.Longest);
            starts[place] = position > 0
                ? rows.Inputs[place - 1] == end
                : spans[row].Start == 0 || tokens[spans[row].Start - 1] == end;
        }

        return tensor(starts, rows.Shape).to(device);
    }

    private int WordsOfFirstToken(TokenStream stream)
    {
        if (stream.Count == 0)
        {
            return 0;
        }

        var first = Encoding.UTF8.GetString(Tokenizer.BytesOf(stream[0]));
        var rest = stream.Count == 1 ? "" : Encoding.UTF8.GetString(Tokenizer.BytesOf(stream[1]));
        var isWhole = rest.Length == 0 || char.IsWhiteSpace(rest[0]) || first.Length == 0 || char.IsWhiteSpace(first[^1]);
        var words = first.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length + first.Count(character => character == '\n');
        return isWhole ? words : words - 1;
    }

    private static bool Contains(TokenStream tokens, int wanted)
    {
        var chunk = new int[ChunkTokens];
        for (long start = 0; start < tokens.Count; start += ChunkTokens)
        {
            var read = chunk.AsSpan(0, (int)Math.Min(ChunkTokens, tokens.Count - start));
            tokens.Read(start, read);
            if (read.Contains(wanted))
            {
                return true;
            }
        }

        return false;
    }

    private LanguageSplit StreamOf(Split split) => split.Choose(_splits.Train, _splits.Validation, _splits.Test);
}
