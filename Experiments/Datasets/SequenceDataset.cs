using SerpentDsl.Tasks;
using SerpentDsl.Tasks.Batches;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Datasets;

/// <summary>Labelled sequences, for a <see cref="SequenceClassifierAttribute"/>.</summary>
/// <param name="splits">The rows.</param>
/// <param name="maxLength">Only the first tokens of a longer sequence are read, this many; null: all tokens.</param>
internal sealed class SequenceDataset(SequenceSplits splits, int? maxLength = null) : Dataset
{
    public override string Source => splits.Source;

    public override string Unit => "rows";

    public override IReadOnlyList<Baseline> Baselines { get; } = [.. splits.Baselines.Select(Baseline.Of)];

    public override ISequenceEncoder? Encoder => splits.Encoder;

    public override CutRows? Cut { get; } = CutBy(
        maxLength, row => row.Tokens.Length, splits.Train, splits.Validation, splits.Test, splits.Cut);

    public override Batch Read(Split split, ReadOnlySpan<int> rows, Device device)
    {
        var examples = RowsOf(split);
        var sequences = new ReadOnlyMemory<ushort>[rows.Length];
        var labels = new long[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            (sequences[i], labels[i]) = (Truncation.To(maxLength, examples[rows[i]].Tokens), examples[rows[i]].Label);
        }

        return new SequenceBatch(TokenBatch.Pack(sequences, device), tensor(labels).to(device));
    }

    public override byte[] Fingerprint(Split split)
    {
        using var rows = new RowsFingerprint();
        foreach (var example in RowsOf(split))
        {
            rows.Add(example.Label, example.Tokens);
        }

        return rows.Finish();
    }

    protected override IEnumerable<int> Measure(Split split) =>
        RowsOf(split).Select(example => Truncation.To(maxLength, example.Tokens).Length);

    private IReadOnlyList<SequenceExample> RowsOf(Split split) => split.Choose(splits.Train, splits.Validation, splits.Test);
}
