using SerpentDsl.Tasks;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Datasets;

/// <summary>Series of real vectors, for a <see cref="SequenceRegressorAttribute"/>; normalised as their columns say.</summary>
internal sealed class SeriesDataset : Dataset
{
    private readonly SeriesSplits _splits;
    private readonly int? _maxLength;
    private readonly bool _isClassification;

    /// <param name="splits">The rows.</param>
    /// <param name="outputs">Numbers to answer, or classes.</param>
    /// <param name="isClassification">Whether the answer is a class.</param>
    /// <param name="maxLength">Only the first positions of a longer series are read, this many; null: all.</param>
    public SeriesDataset(SeriesSplits splits, int outputs, bool isClassification, int? maxLength = null)
    {
        _splits = splits;
        _maxLength = maxLength;
        _isClassification = isClassification;
        Labels = isClassification
            ? new LabelSet(LabelSet.NamesOf(splits.Labels, outputs), splits.Inputs)
            : new LabelSet(Inputs: splits.Inputs, Outputs: splits.Outputs);
        Baselines = [isClassification ? SeriesBaselines.CommonestClass(splits) : SeriesBaselines.MeanOfTargets(splits)];
    }

    public override string Source => _splits.Source;

    public override string Unit => "series";

    public override string PositionUnit => "positions";

    public override CutRows? Cut => CutBy(_maxLength, LengthOf, _splits.Train, _splits.Validation, _splits.Test, _splits.Cut);

    public override IReadOnlyList<Baseline> Baselines { get; }

    private int Width => _splits.Inputs.Count;

    public override Batch Read(Split split, ReadOnlySpan<int> rows, Device device)
    {
        var examples = RowsOf(split);
        var lengths = new long[rows.Length];
        for (var i = 0; i < rows.Length; i++)
        {
            lengths[i] = ReadLengthOf(examples[rows[i]]);
        }

        var longest = lengths.Max();
        var positions = lengths.Sum();
        var values = new float[rows.Length * longest * Width];
        for (var i = 0; i < rows.Length; i++)
        {
            var source = examples[rows[i]].Values.Span[..(int)(lengths[i] * Width)];
            var target = values.AsSpan((int)(i * longest * Width));
            for (var place = 0; place < source.Length; place++)
            {
                var column = _splits.Inputs[place % Width];
                target[place] = (float)((source[place] - column.Mean) / column.Scale);
            }
        }

        return new SeriesBatch(
            tensor(values, [rows.Length, longest, Width]).to(device),
            positions == rows.Length * longest ? null : tensor(lengths).to(device),
            TargetsOf(examples, rows).to(device),
            (int)positions,
            _isClassification ? null : [.. _splits.Outputs.Select(column => column.Scale)]);
    }

    public override byte[] Fingerprint(Split split)
    {
        using var rows = new RowsFingerprint();
        foreach (var example in RowsOf(split))
        {
            rows.Add(example.Values.Span, example.Targets.Span);
        }

        return rows.Finish();
    }

    protected override IEnumerable<int> Measure(Split split) => RowsOf(split).Select(ReadLengthOf);

    private Tensor TargetsOf(IReadOnlyList<SeriesExample> examples, ReadOnlySpan<int> rows)
    {
        if (_isClassification)
        {
            var classes = new long[rows.Length];
            for (var i = 0; i < rows.Length; i++)
            {
                classes[i] = (long)examples[rows[i]].Targets.Span[0];
            }

            return tensor(classes);
        }

        var outputs = _splits.Outputs.Count;
        var targets = new float[rows.Length * outputs];
        for (var i = 0; i < targets.Length; i++)
        {
            var column = _splits.Outputs[i % outputs];
            targets[i] = (float)((examples[rows[i / outputs]].Targets.Span[i % outputs] - column.Mean) / column.Scale);
        }

        return tensor(targets, [rows.Length, outputs]);
    }

    private int LengthOf(SeriesExample example) => example.Values.Length / Width;

    private int ReadLengthOf(SeriesExample example) => Math.Min(LengthOf(example), _maxLength ?? int.MaxValue);

    private IReadOnlyList<SeriesExample> RowsOf(Split split) => split.Choose(_splits.Train, _splits.Validation, _splits.Test);
}
