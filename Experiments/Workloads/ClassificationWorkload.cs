using SerpentDsl.Tasks;
using SerpentDsl.Specs;
using SerpentDsl.Tasks.Batches;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Workloads;

/// <summary>Labelled sequences, for an <see cref="ISequenceClassifier"/>.</summary>
/// <param name="splits">The rows.</param>
/// <param name="maxLength">Longer sequences keep so many tokens of their beginning; null: they are as they are.</param>
internal sealed class ClassificationWorkload(SequenceSplits splits, int? maxLength = null) : Workload
{
    public override string Source => splits.Source;

    public override string Unit => "rows";

    public override IReadOnlyList<Baseline> Baselines { get; } = [.. splits.Baselines.Select(Baseline.Of)];

    public override BatchResult Run(ISequenceModel model, Split split, ReadOnlySpan<int> rows, Device device)
    {
        IReadOnlyList<SequenceExample> examples = RowsOf(split);
        var sequences = new ReadOnlyMemory<ushort>[rows.Length];
        var labels = new long[rows.Length];
        for (int i = 0; i < rows.Length; i++)
        {
            (sequences[i], labels[i]) = (Cut.To(maxLength, examples[rows[i]].Tokens), examples[rows[i]].Label);
        }

        using var batch = TokenBatch.Pack(sequences, device);
        return Classified(((ISequenceClassifier)model).forward(batch.Tokens, batch.Lengths), tensor(labels).to(device), batch.ValidTokens);
    }

    public override byte[] Fingerprint(Split split)
    {
        using var rows = new RowsFingerprint();
        foreach (SequenceExample example in RowsOf(split))
        {
            rows.Add(example.Label, example.Tokens);
        }

        return rows.Finish();
    }

    protected override IEnumerable<int> Measure(Split split) => RowsOf(split).Select(example => Cut.To(maxLength, example.Tokens).Length);

    private IReadOnlyList<SequenceExample> RowsOf(Split split) => split switch
    {
        Split.Train => splits.Train,
        Split.Validation => splits.Validation,
        _ => splits.Test,
    };
}
