using SerpentDsl.Tasks;
using SerpentDsl.Specs;
using SerpentDsl.Tasks.Batches;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Workloads;

/// <summary>Labelled pairs of sequences, for an <see cref="IPairClassifier"/>. A row's length is that of its longer sequence.</summary>
/// <param name="splits">The rows.</param>
/// <param name="maxLength">Longer sequences keep so many tokens of their beginning; null: they are as they are.</param>
internal sealed class PairWorkload(PairSplits splits, int? maxLength = null) : Workload
{
    public override string Source => splits.Source;

    public override string Unit => "pairs";

    public override IReadOnlyList<Baseline> Baselines { get; } = [.. splits.Baselines.Select(Baseline.Of)];

    public override BatchResult Run(ISequenceModel model, Split split, ReadOnlySpan<int> rows, Device device)
    {
        IReadOnlyList<PairExample> examples = RowsOf(split);
        var first = new ReadOnlyMemory<ushort>[rows.Length];
        var second = new ReadOnlyMemory<ushort>[rows.Length];
        var labels = new long[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            PairExample example = examples[rows[i]];
            (first[i], second[i], labels[i]) = (Cut.To(maxLength, example.First), Cut.To(maxLength, example.Second), example.Label);
        }

        using var left = TokenBatch.Pack(first, device);
        using var right = TokenBatch.Pack(second, device);
        Tensor logits = ((IPairClassifier)model).forward(left.Tokens, left.Lengths, right.Tokens, right.Lengths);
        return Classified(logits, tensor(labels).to(device), left.ValidTokens + right.ValidTokens);
    }

    public override byte[] Fingerprint(Split split)
    {
        using var rows = new RowsFingerprint();
        foreach (PairExample example in RowsOf(split))
        {
            rows.Add(example.Label, example.First, example.Second);
        }

        return rows.Finish();
    }

    protected override IEnumerable<int> Measure(Split split) =>
        RowsOf(split).Select(pair => Math.Max(Cut.To(maxLength, pair.First).Length, Cut.To(maxLength, pair.Second).Length));

    private IReadOnlyList<PairExample> RowsOf(Split split) => split switch
    {
        Split.Train => splits.Train,
        Split.Validation => splits.Validation,
        _ => splits.Test,
    };
}
