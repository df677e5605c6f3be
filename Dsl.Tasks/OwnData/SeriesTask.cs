using SerpentDsl.Tasks.Predictions;

namespace SerpentDsl.Tasks;

/// <summary>
/// Series of numbers in a table, with numbers or a class to answer. In the wide form a row is a series, each value column a position; empty
/// cells at its end make it shorter. In the long form a row is a position, and <see cref="SeriesColumn"/> tells which rows belong together.
/// </summary>
/// <param name="path">The file, or a folder with <c>train.csv</c>, <c>validation.csv</c> and <c>test.csv</c>.</param>
public class SeriesTask(string path) : DataFileTask(path), ISeriesTask
{
    private IReadOnlyList<string>? _labels;
    private IReadOnlyList<SeriesColumn>? _inputs;
    private IReadOnlyList<SeriesColumn>? _outputs;
    private int _longest;

    /// <summary>The columns of the values; null: all columns without another meaning.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    /// <summary>The columns of the numbers to answer; empty where a class is asked.</summary>
    public IReadOnlyList<string> Targets { get; init; } = [];

    /// <summary>The column of the class to answer; null for a regression.</summary>
    public string? Label { get; init; }

    /// <summary>The column that names the series of a row; null for the wide form.</summary>
    public string? SeriesColumn { get; init; }

    /// <summary>The column that orders the rows of a series: numbers, dates, or other texts; null: the order of the file.</summary>
    public string? TimeColumn { get; init; }

    /// <summary>A column that tells the split of each series: train, validation or test; null: there is none.</summary>
    public string? SplitColumn { get; init; }

    /// <summary>Longest series, in positions; null: as long as the model reads. A longer one keeps its beginning.</summary>
    public int? LongestSeries { get; init; }

    /// <summary>How the files are read, where their names do not tell it.</summary>
    public TableSettings Settings { get; init; } = new();

    /// <inheritdoc/>
    public override PredictionColumns Columns => new() { Values = Values, Series = SeriesColumn, Time = TimeColumn };

    /// <inheritdoc/>
    public override int Vocabulary => 0;

    /// <summary>Numbers at each position; 0 until the data is loaded.</summary>
    public int Inputs => _inputs?.Count ?? 0;

    /// <summary>Numbers to answer, or classes; 0 until the data is loaded.</summary>
    public int Outputs => IsClassification ? _labels?.Count ?? 0 : Targets.Count;

    /// <summary>Longest series, in positions; 0 until the data is loaded, unless it is set.</summary>
    public int MaxLength => LongestSeries ?? _longest;

    /// <inheritdoc/>
    public bool IsClassification => Label is not null;

    /// <inheritdoc/>
    public override void Recall(string run)
    {
        if (LabelFile.IsIn(run))
        {
            var kept = LabelFile.Read(run);
            (_labels, _inputs, _outputs) = (kept.Classes, kept.Inputs, kept.Outputs);
        }
    }

    /// <inheritdoc/>
    public SeriesSplits Load(TaskContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        if (Targets.Count == 0 == (Label is null))
        {
            throw new TaskDataException($"{Name} needs the columns of the numbers to answer, or the column of the class: one of the two.");
        }

        var files = Locate(context, TableSettings.IsTable);
        if (SplitColumn is not null && (files.Validation ?? files.Test) is { } given)
        {
            throw new TaskDataException($"The splits are given twice: by the column '{SplitColumn}' and by {given}. Leave out one.");
        }

        context.Progress?.Report(new TaskProgress($"reading {files.Train}", 0, 0));
        var drawn = Drawn<ReadSeries>.Of(
            this,
            [ReadFile(files.Train), ReadFile(files.Validation), ReadFile(files.Test)],
            SplitColumn is null ? null : row => row.Split,
            row => row.Label ?? "");
        return Make(drawn, files.Description);

        IReadOnlyList<ReadSeries>? ReadFile(string? file) =>
            file is null ? null : SeriesTable.Read(file, this, cancellation);
    }

    private SeriesSplits Make(Drawn<ReadSeries> drawn, string source)
    {
        var train = drawn.Splits[0];
        var width = SeriesColumn is null ? 1 : train[0].Names.Count;
        _inputs ??= SeriesScales.Of(
            SeriesColumn is null ? ["value"] : train[0].Names, train.Select(row => (ReadOnlyMemory<float>)row.Values));
        if (_inputs.Count != width)
        {
            throw new TaskDataException($"{source} has {width:N0} values at a position, the run {_inputs.Count:N0}. Name its columns.");
        }

        if (IsClassification)
        {
            _labels ??= LabelNames.Of(
                source, [.. train.Select(row => row.Label!)], drawn.Splits.Skip(1).SelectMany(split => split.Select(row => row.Label!)));
        }
        else
        {
            _outputs ??= SeriesScales.Of(Targets, train.Select(row => (ReadOnlyMemory<float>)row.Targets));
        }

        var longest = LongestSeries ?? Head?.MaxLength ?? int.MaxValue;
        int[] cut = [.. drawn.Splits.Select(split => split.Count(row => row.Values.Length / width > longest))];
        SeriesExample[][] splits = [.. drawn.Splits.Select(split => split.Select(Example).ToArray())];
        _longest = splits.SelectMany(split => split).Max(row => row.Values.Length / width);
        return new SeriesSplits(splits[0], splits[1], splits[2], _inputs, _outputs ?? [], source)
        {
            Labels = _labels,
            Cut = new CutRows(cut[0], cut[1], cut[2]),
        };

        SeriesExample Example(ReadSeries row) => new(
            row.Values.AsMemory(0, (int)Math.Min(row.Values.Length, (long)longest * width)),
            IsClassification ? new[] { (float)NumberOf(row.Label!) } : row.Targets);

        int NumberOf(string label)
        {
            var number = Enumerable.Range(0, _labels!.Count).FirstOrDefault(place => _labels[place] == label, -1);
            return number >= 0 ? number : throw LabelNames.Unknown(source, label, _labels);
        }
    }
}
