using System.Text;
using SerpentDsl.Experiments.Training;
using SerpentDsl.Layers;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Workloads;

/// <summary>
/// Running text, for an <see cref="ILanguageModel"/>: cut into blocks, each read from an empty state. In training the first block begins at
/// another token every epoch; in an evaluation every token but the first is predicted once, the last block being shorter.
/// </summary>
internal sealed class LanguageWorkload : Workload
{
    private readonly LanguageSplits _splits;
    private readonly int _blockLength;
    private readonly ulong _seed;
    private long _offset;

    /// <param name="splits">The text; disposed with the workload.</param>
    /// <param name="blockLength">Predictions of a block.</param>
    /// <param name="seed">Of where blocks begin in training.</param>
    public LanguageWorkload(LanguageSplits splits, int blockLength, long seed)
    {
        if (splits.Train.Tokens.Count <= blockLength)
        {
            long tokens = splits.Train.Tokens.Count;
            splits.Dispose();
            throw new UsageException($"The training text has {tokens:N0} tokens, not one block of {blockLength:N0} and the token behind it; use shorter blocks (--max-length).");
        }

        _splits = splits;
        _blockLength = blockLength;
        _seed = (ulong)seed;
        Baselines = [.. splits.Baselines.Select(Baseline.Of)];
    }

    public override string Source => _splits.Source;

    public override string Unit => $"blocks of {_blockLength:N0} tokens";

    public override IReadOnlyList<Baseline> Baselines { get; }

    public override string Criterion => "loss";

    /// <summary>Turns prompts into ids and ids into text.</summary>
    public ITokenizer Tokenizer => _splits.Tokenizer;

    public override double Score(Evaluation evaluation) => -evaluation.Loss;

    public override void BeginEpoch(int epoch)
    {
        long slack = Predictions(Split.Train) - ((long)LengthsOf(Split.Train).Count * _blockLength);
        _offset = new Xoshiro256(_seed, (ulong)epoch).NextBelow((int)Math.Min(slack, int.MaxValue - 1) + 1);
    }

    public override int PredictionsOf(Split split, ReadOnlySpan<int> rows)
    {
        IReadOnlyList<int> blocks = LengthsOf(split);
        int predictions = 0;
        foreach (int row in rows)
        {
            predictions += blocks[row];
        }

        return predictions;
    }

    public override BatchResult Run(ISequenceModel model, Split split, ReadOnlySpan<int> rows, Device device)
    {
        IReadOnlyList<int> lengths = LengthsOf(split);
        var spans = new TextSpan[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            spans[i] = new TextSpan((split == Split.Train ? _offset : 0) + ((long)rows[i] * _blockLength), lengths[rows[i]], lengths[rows[i]]);
        }

        return Run(model, split, spans, device);
    }

    /// <summary>Runs a model on pieces of text, each from an empty state.</summary>
    /// <param name="model">A language model.</param>
    /// <param name="split">The text.</param>
    /// <param name="spans">The pieces; of each its last predictions count.</param>
    /// <param name="device">Where the model is.</param>
    public BatchResult Run(ISequenceModel model, Split split, ReadOnlySpan<TextSpan> spans, Device device)
    {
        var batch = TextBatch.Read(StreamOf(split).Tokens, spans);
        Tensor? lengths = batch.IsPadded ? tensor(batch.Lengths).to(device) : null;
        return Predicted(((ILanguageModel)model).forward(tensor(batch.Inputs, batch.Shape).to(device), lengths), batch, device);
    }

    /// <summary>Runs a model on the next piece of a text, from the state that the pieces before left.</summary>
    /// <param name="model">A language model that streams.</param>
    /// <param name="state">Its state; changed.</param>
    /// <param name="split">The text.</param>
    /// <param name="span">The piece.</param>
    /// <param name="device">Where the model is.</param>
    public BatchResult ReadOn(IStreamingModel model, StreamState state, Split split, TextSpan span, Device device)
    {
        var batch = TextBatch.Read(StreamOf(split).Tokens, [span]);
        return Predicted(model.Chunk(tensor(batch.Inputs, batch.Shape).to(device), null, state), batch, device);
    }

    /// <summary>Tokens of a split that can be predicted: all but the first.</summary>
    public long Predictions(Split split) => Math.Max(0, StreamOf(split).Tokens.Count - 1);

    /// <summary>Words of a split's text, line ends counted, that can be predicted: without those that end with its first token.</summary>
    public long Words(Split split) => StreamOf(split).Words - WordsOfFirstToken(StreamOf(split).Tokens);

    public override long? WordsOf(Split split) => LengthsOf(split).Sum(length => (long)length) == Predictions(split) ? Words(split) : null;

    public override void Dispose() => _splits.Dispose();

    protected override IEnumerable<int> Measure(Split split)
    {
        long predictions = Predictions(split);
        int blocks = (int)Math.Min(predictions / _blockLength, int.MaxValue);
        IEnumerable<int> whole = Enumerable.Repeat(_blockLength, blocks);

        // Training leaves a block's room for the first one to begin later.
        return split == Split.Train ? whole.Take(Math.Max(1, blocks - 1)) : whole.Concat(Rest((int)(predictions % _blockLength)));

        static int[] Rest(int length) => length == 0 ? [] : [length];
    }

    private int WordsOfFirstToken(TokenStream stream)
    {
        if (stream.Count == 0)
        {
            return 0;
        }

        string first = Encoding.UTF8.GetString(Tokenizer.BytesOf(stream[0]));
        string rest = stream.Count == 1 ? "" : Encoding.UTF8.GetString(Tokenizer.BytesOf(stream[1]));
        bool isWhole = rest.Length == 0 || char.IsWhiteSpace(rest[0]) || first.Length == 0 || char.IsWhiteSpace(first[^1]);
        int words = first.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length + first.Count(character => character == '\n');
        return isWhole ? words : words - 1;
    }

    private BatchResult Predicted(Tensor logits, TextBatch batch, Device device)
    {
        Tensor flat = logits.flatten(0, 1);
        Tensor targets = tensor(batch.Targets).to(device);
        Tensor loss = nn.functional.cross_entropy(flat, targets, ignore_index: TextBatch.Ignored);
        using IDisposable noGradient = no_grad();
        Tensor likeliest = flat.detach().topk((int)Math.Min(5, flat.shape[1]), 1).indexes;
        Tensor hits = likeliest.eq(targets.unsqueeze(1));
        return new BatchResult(loss, batch.Predictions, hits.select(1, 0).sum().item<long>(), hits.sum().item<long>(), batch.Tokens)
        {
            Bytes = batch.Targets.Where(target => target != TextBatch.Ignored).Sum(target => (long)Tokenizer.BytesOf((int)target).Length),
        };
    }

    private LanguageSplit StreamOf(Split split) => split switch
    {
        Split.Train => _splits.Train,
        Split.Validation => _splits.Validation,
        _ => _splits.Test,
    };
}
