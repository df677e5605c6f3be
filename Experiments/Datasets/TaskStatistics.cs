using System.Globalization;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Tasks;
using SerpentDsl.Tasks.Batches;

namespace SerpentDsl.Experiments.Datasets;

/// <summary>Statistics of a task's data, for every kind of task.</summary>
/// <param name="Source">Description of the data's source.</param>
/// <param name="Headings">Names of the statistics of a split.</param>
/// <param name="Splits">The splits.</param>
/// <param name="Baselines">Results of trivial models on the validation split.</param>
/// <param name="Notes">Further statistics.</param>
/// <param name="Cut">How many rows lost their ends; null: none.</param>
/// <param name="Problems">Rows that do not fit the task's declaration, such as an id outside of the vocabulary.</param>
internal sealed record TaskStatistics(
    string Source,
    IReadOnlyList<string> Headings,
    IReadOnlyList<SplitStatistics> Splits,
    IReadOnlyList<(string Name, string Value)> Baselines,
    IReadOnlyList<(string Name, string Value)> Notes,
    CutRows? Cut,
    IReadOnlyList<string> Problems)
{
    private const int ChunkTokens = 1 << 16;
    private const int PaddingBatch = 32;
    private const int MostClassesShown = 20;
    private const string Classes = "classes, in percent";

    private static readonly string[] s_lengths = ["rows", "shortest", "median", "longest"];

    /// <summary>Loads a task's data and reads all of it.</summary>
    /// <exception cref="TaskDataException">The data is missing or malformed, or the task has failed.</exception>
    public static TaskStatistics Of(ITask task, TaskContext context, CancellationToken cancellation) => task switch
    {
        ISequenceTask sequences => OfSequences(sequences, TaskLoading.Of(sequences, context, cancellation)),
        IPairTask pairs => OfPairs(pairs, TaskLoading.Of(pairs, context, cancellation)),
        ILanguageTask language => OfText(language, context, cancellation),
        ISeriesTask series => OfSeries(series, TaskLoading.Of(series, context, cancellation)),
        _ => throw new UsageException($"{task.Name} is a task of a kind that this runner cannot read."),
    };

    private static TaskStatistics OfSequences(ISequenceTask task, SequenceSplits splits) => new(
        splits.Source,
        [.. s_lengths, Classes],
        [
            .. Datasets.Splits.All.Select(split => OfRows(
                split.Name(),
                split.Choose(splits.Train, splits.Validation, splits.Test),
                task.Classes,
                splits.Labels,
                row => [row.Tokens.Length],
                row => row.Label)),
        ],
        Accuracies(splits.Baselines),
        [.. PaddingOf([.. (splits.Train ?? []).Select(row => row.Tokens.Length)])],
        splits.Cut,
        TaskCheck.Of(task, splits));

    private static TaskStatistics OfPairs(IPairTask task, PairSplits splits) => new(
        splits.Source,
        [.. s_lengths, Classes],
        [
            .. Datasets.Splits.All.Select(split => OfRows(
                split.Name(),
                split.Choose(splits.Train, splits.Validation, splits.Test),
                task.Classes,
                splits.Labels,
                row => [row.First.Length, row.Second.Length],
                row => row.Label)),
        ],
        Accuracies(splits.Baselines),
        Notes: [],
        splits.Cut,
        TaskCheck.Of(task, splits));

    private static TaskStatistics OfSeries(ISeriesTask task, SeriesSplits splits)
    {
        var problems = TaskCheck.Of(task, splits);
        var width = Math.Max(1, splits.Inputs?.Count ?? 1);
        return new TaskStatistics(
            splits.Source,
            [.. s_lengths, task.IsClassification ? Classes : "mean of the answers"],
            [
                .. Datasets.Splits.All.Select(split => OfRows(
                    split.Name(),
                    split.Choose(splits.Train, splits.Validation, splits.Test),
                    task.IsClassification ? task.Outputs : 0,
                    splits.Labels,
                    row => [row.Values.Length / width],
                    row => task.IsClassification && row.Targets.Length > 0 ? (int)row.Targets.Span[0] : 0,
                    rows => MeansOf(rows, splits.Outputs))),
            ],
            problems.Count > 0
                ? []
                : [
                    task.IsClassification
                        ? Named(SeriesBaselines.CommonestClass(splits))
                        : Named(SeriesBaselines.MeanOfTargets(splits)),
                ],
            [.. (splits.Inputs ?? []).Concat(splits.Outputs ?? []).Select(column =>
                (column.Name, $"mean {Figures.Significant(column.Mean)}, scale {Figures.Significant(column.Scale)}"))],
            splits.Cut,
            problems);
    }

    private static string MeansOf(IReadOnlyList<SeriesExample> rows, IReadOnlyList<SeriesColumn>? outputs) => string.Join(
        "  ",
        (outputs ?? []).Select((_, output) => rows.All(row => row.Targets.Length > output)
            ? Figures.Significant(rows.Average(row => (double)row.Targets.Span[output]))
            : ""));

    private static TaskStatistics OfText(ILanguageTask task, TaskContext context, CancellationToken cancellation)
    {
        using var splits = TaskLoading.Of(task, context, cancellation);
        var problems = TaskCheck.Of(task, splits, cancellation);
        return new TaskStatistics(
            splits.Source,
            ["tokens", "words", "bytes", "bytes a token", "ids used"],
            [.. Datasets.Splits.All.Select(split => OfStream(split, splits, cancellation))],
            [
                .. splits.Baselines.Select(baseline => (
                    baseline.Name,
                    string.Create(CultureInfo.InvariantCulture, $"loss {baseline.Loss:0.0000}, perplexity {Math.Exp(baseline.Loss):0.0}, "
                        + $"{baseline.Loss * (splits.Validation.Tokens.Count - 1) / Math.Log(2) / splits.Validation.Bytes:0.000} bits a "
                        + $"byte"))),
            ],
            Notes: [],
            Cut: null,
            problems);
    }

    private static SplitStatistics OfStream(Split part, LanguageSplits splits, CancellationToken cancellation)
    {
        var split = part.Choose(splits.Train, splits.Validation, splits.Test);
        var used = new bool[splits.Tokenizer.Vocabulary];
        var chunk = new int[ChunkTokens];
        for (long start = 0; start < split.Tokens.Count; start += ChunkTokens)
        {
            cancellation.ThrowIfCancellationRequested();
            var tokens = chunk.AsSpan(0, (int)Math.Min(ChunkTokens, split.Tokens.Count - start));
            split.Tokens.Read(start, tokens);
            foreach (var token in tokens)
            {
                if ((uint)token < (uint)used.Length)
                {
                    used[token] = true;
                }
            }
        }

        return new SplitStatistics(
            part.Name(),
            split.Tokens.Count,
            [
                Figures.Count(split.Tokens.Count),
                Figures.Count(split.Words),
                Figures.Count(split.Bytes),
                ((double)split.Bytes / Math.Max(1, split.Tokens.Count)).ToString("0.00", CultureInfo.InvariantCulture),
                Figures.Count(used.Count(seen => seen)),
            ]);
    }

    private static IEnumerable<(string Name, string Value)> PaddingOf(int[] lengths)
    {
        if (lengths.Length >= PaddingBatch)
        {
            var padding = BatchPadding.Of(lengths, PaddingBatch);
            yield return ("padding", $"{Figures.Percent(padding.Sorted)} of the positions of training batches of {PaddingBatch}; "
                + $"{Figures.Percent(padding.Shuffled)} if rows of similar length were not put together");
        }
    }

    private static SplitStatistics OfRows<T>(
        string name,
        IReadOnlyList<T>? rows,
        int classes,
        IReadOnlyList<string>? labels,
        Func<T, IEnumerable<int>> lengthsOf,
        Func<T, int> label,
        Func<IReadOnlyList<T>, string>? answers = null)
    {
        if (rows is not { Count: > 0 })
        {
            return new SplitStatistics(name, 0, ["0", "", "", "", ""]);
        }

        int[] lengths = [.. rows.SelectMany(lengthsOf).Order()];
        var counts = rows.CountBy(label).ToDictionary();
        var shares = Enumerable.Range(0, classes).Take(MostClassesShown).Select(value =>
            $"{(labels is null || value >= labels.Count ? "" : labels[value] + " ")}"
                + Figures.Percent((double)counts.GetValueOrDefault(value) / rows.Count)[..^2]);
        return new SplitStatistics(
            name,
            rows.Count,
            [
                Figures.Count(rows.Count),
                Figures.Count(lengths[0]),
                Figures.Count(lengths[lengths.Length / 2]),
                Figures.Count(lengths[^1]),
                classes > 0 || answers is null
                    ? string.Join("  ", shares)
                        + (classes > MostClassesShown ? $"  and {Figures.Count(classes - MostClassesShown)} more" : "")
                    : answers(rows),
            ]);
    }

    private static (string Name, string Value) Named(Baseline baseline) => (baseline.Name, baseline.Score);

    private static (string Name, string Value)[] Accuracies(IReadOnlyList<TaskBaseline> baselines) =>
        [.. baselines.Select(baseline => (baseline.Name, Figures.Percent(baseline.Accuracy)))];
}
