using SerpentDsl.Tasks;
using SerpentDsl.Tasks.Batches;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Datasets;

/// <summary>
/// Labelled pairs of sequences, for a <see cref="PairClassifierAttribute"/>. A row's length is that of its longer sequence.
/// </summary>
/// <param name="splits">The rows.</param>
/// <param name="maxLength">Only the first tokens of a longer sequence are read, this many; null: all tokens.</param>
internal sealed class PairDataset(PairSplits splits, int? maxLength = null) : Dataset
{
    public override string Source => splits.Source;

    public override string Unit => "pairs";

    public override IReadOnlyList<Baseline> Baselines { get; } = [.. splits.Baselines.Select(Baseline.Of)];

    public override ISequenceEncoder? Encoder => splits.Encoder;

    public override CutRows? Cut { get; } = CutBy(
        maxLength, row => Math.Max(row.First.Length, row.Second.Length), splits.Train, splits.Validation, splits.Test, splits.Cut);

    public override Batch Read(Split split, ReadOnlySpan<int> rows, Device device)
    {
        var examples = RowsOf(split);
        var first = new ReadOnlyMemory<ushort>[rows.Length];
        var second = new ReadOnlyMemory<ushort>[rows.Length];
        var labels = new long[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            var example = examples[rows[i]];
            (first[i], second[i], labels[i]) = (
                Truncation.To(maxLength, example.First), Truncation.To(maxLength, example.Second), example.Label);
        }

        return new PairBatch(TokenBatch.Pack(first, device), TokenBatch.Pack(second, device), tensor(labels).to(device));
    }

    public override byte[] Fingerprint(Split split)
    {
        using var rows = new RowsFingerprint();
        foreach (var example in RowsOf(split))
        {
            rows.Add(example.Label, example.First, example.Second);
        }

        return rows.Finish();
    }

    protected override IEnumerable<int> Measure(Split split) =>
        RowsOf(split).Select(pair => Math.Max(Truncation.To(maxLength, pair.First).Length, Truncation.To(maxLength, pair.Second).Length));

    private IReadOnlyList<PairExample> RowsOf(Split split) => split.Choose(splits.Train, splits.Validation, splits.Test);
}
