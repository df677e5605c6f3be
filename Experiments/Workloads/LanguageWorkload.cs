using SerpentDsl.Experiments.Training;
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
    private const long Ignored = -100;

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

    public override BatchResult Run(ISequenceModel model, Split split, ReadOnlySpan<int> rows, Device device)
    {
        TokenStream stream = StreamOf(split).Tokens;
        IReadOnlyList<int> blocks = LengthsOf(split);
        int longest = 0;
        int predictions = 0;
        foreach (int row in rows)
        {
            longest = Math.Max(longest, blocks[row]);
            predictions += blocks[row];
        }

        var inputs = new long[rows.Length * longest];
        var targets = new long[inputs.Length];
        var lengths = new long[rows.Length];
        int[] block = new int[longest + 1];
        Array.Fill(targets, Ignored);
        for (int i = 0; i < rows.Length; i++)
        {
            int length = blocks[rows[i]];
            stream.Read((split == Split.Train ? _offset : 0) + ((long)rows[i] * _blockLength), block.AsSpan(0, length + 1));
            for (int position = 0; position < length; position++)
            {
                inputs[(i * longest) + position] = block[position];
                targets[(i * longest) + position] = block[position + 1];
            }

            lengths[i] = length;
        }

        long[] shape = [rows.Length, longest];
        Tensor? trueLengths = predictions == inputs.Length ? null : tensor(lengths).to(device);
        Tensor logits = ((ILanguageModel)model).forward(tensor(inputs, shape).to(device), trueLengths).flatten(0, 1);
        return Predicted(logits, tensor(targets).to(device), predictions);
    }

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

    private static BatchResult Predicted(Tensor logits, Tensor targets, int predictions)
    {
        Tensor loss = nn.functional.cross_entropy(logits, targets);
        using IDisposable noGradient = no_grad();
        Tensor likeliest = logits.detach().topk((int)Math.Min(5, logits.shape[1]), 1).indexes;
        Tensor hits = likeliest.eq(targets.unsqueeze(1));
        return new BatchResult(loss, predictions, hits.select(1, 0).sum().item<long>(), hits.sum().item<long>(), predictions);
    }

    private long Predictions(Split split) => Math.Max(0, StreamOf(split).Tokens.Count - 1);

    private LanguageSplit StreamOf(Split split) => split switch
    {
        Split.Train => _splits.Train,
        Split.Validation => _splits.Validation,
        _ => _splits.Test,
    };
}
