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
/// <param name="Problems">Rows that do not fit the task's declaration, such as an id outside of the vocabulary.</param>
internal sealed record TaskStatistics(
    string Source,
    IReadOnlyList<string> Headings,
    IReadOnlyList<SplitStatistics> Splits,
    IReadOnlyList<(string Name, string Value)> Baselines,
    IReadOnlyList<(string Name, string Value)> Notes,
    IReadOnlyList<string> Problems)
{
    private const int ChunkTokens = 1 << 16;
    private const int PaddingBatch = 32;
    private const string Classes = "classes, in percent";

    private static readonly string[] s_lengths = ["rows", "shortest", "median", "longest"];

    /// <summary>Loads a task's data and reads all of it.</summary>
    /// <exception cref="TaskDataException">The data is missing or malformed.</exception>
    public static TaskStatistics Of(ITask task, TaskContext context, CancellationToken cancellation) => task switch
    {
        ISequenceTask sequences => OfSequences(sequences, sequences.Load(context, cancellation)),
        IPairTask pairs => OfPairs(pairs, pairs.Load(context, cancellation)),
        ILanguageTask language => OfText(language, context, cancellation),
        _ => throw new UsageException($"{task.Name} is a task of a kind that this runner cannot read."),
    };

    private static TaskStatistics OfSequences(ISequenceTask task, SequenceSplits splits)
    {
        var problems = new List<string>();
        return new TaskStatistics(
            splits.Source,
            [.. s_lengths, Classes],
            [
                .. Named(splits.Train, splits.Validation, splits.Test).Select(split => OfRows(
                    split.Name, split.Rows, task, task.Classes, task.MaxLength, row => [row.Tokens], row => row.Label, problems)),
            ],
            Accuracies(splits.Baselines),
            [.. PaddingOf([.. splits.Train.Select(row => row.Tokens.Length)])],
            problems);
    }

    private static TaskStatistics OfPairs(IPairTask task, PairSplits splits)
    {
        var problems = new List<string>();
        return new TaskStatistics(
            splits.Source,
            [.. s_lengths, Classes],
            [
                .. Named(splits.Train, splits.Validation, splits.Test).Select(split => OfRows(
                    split.Name, split.Rows, task, task.Classes, task.MaxLength, row =>
                        [row.First, row.Second], row => row.Label, problems)),
            ],
            Accuracies(splits.Baselines),
            Notes: [],
            problems);
    }

    private static TaskStatistics OfText(ILanguageTask task, TaskContext context, CancellationToken cancellation)
    {
        using var splits = task.Load(context, cancellation);
        var problems = new List<string>();
        if (splits.Tokenizer.Vocabulary > task.Vocabulary)
        {
            problems.Add($"The tokenizer has {splits.Tokenizer.Vocabulary:N0} ids, the task {task.Vocabulary:N0}.");
        }

        var found = new List<SplitStatistics>();
        foreach (var (name, split) in new[] { ("train", splits.Train), ("validation", splits.Validation), ("test", splits.Test) })
        {
            var used = new bool[splits.Tokenizer.Vocabulary];
            var chunk = new int[ChunkTokens];
            for (long start = 0; start < split.Tokens.Count; start += ChunkTokens)
            {
                cancellation.ThrowIfCancellationRequested();
                var tokens = chunk.AsSpan(0, (int)Math.Min(ChunkTokens, split.Tokens.Count - start));
                split.Tokens.Read(start, tokens);
                var outside = tokens.IndexOfAnyExceptInRange(0, used.Length - 1);
                if (outside >= 0)
                {
                    problems.Add($"Token {start + outside:N0} of {name} is {tokens[outside]}; ids are 0 … {used.Length - 1}.");
                    break;
                }

                foreach (var token in tokens)
                {
                    used[token] = true;
                }
            }

            found.Add(new SplitStatistics(
                name,
                split.Tokens.Count,
                [
                    Figures.Count(split.Tokens.Count),
                    Figures.Count(split.Words),
                    Figures.Count(split.Bytes),
                    ((double)split.Bytes / split.Tokens.Count).ToString("0.00", CultureInfo.InvariantCulture),
                    Figures.Count(used.Count(seen => seen)),
                ]));
        }

        return new TaskStatistics(
            splits.Source,
            ["tokens", "words", "bytes", "bytes a token", "ids used"],
            found,
            [
                .. splits.Baselines.Select(baseline => (
                    baseline.Name,
                    string.Create(CultureInfo.InvariantCulture, $"loss {baseline.Loss:0.0000}, perplexity {Math.Exp(baseline.Loss):0.0}, "
                        + $"{baseline.Loss * (splits.Validation.Tokens.Count - 1) / Math.Log(2) / splits.Validation.Bytes:0.000} bits a "
                        + $"byte"))),
            ],
            Notes: [],
            problems);
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
        IReadOnlyList<T> rows,
        ITask task,
        int classes,
        int maxLength,
        Func<T, IReadOnlyList<ReadOnlyMemory<ushort>>> sequences,
        Func<T, int> label,
        List<string> problems)
    {
        if (rows.Count == 0)
        {
            problems.Add($"There are no rows in {name}.");
            return new SplitStatistics(name, 0, ["0", "", "", "", ""]);
        }

        foreach (var (row, item) in rows.Index())
        {
            var problem = label(item) < 0 || label(item) >= classes
                ? $"has the class {label(item)}; classes are 0 … {classes - 1}"
                : sequences(item).Select(
                    tokens => ProblemOf(tokens.Span, task.Vocabulary, maxLength)).FirstOrDefault(found => found is not null);
            if (problem is not null)
            {
                problems.Add($"Row {row:N0} of {name} {problem}.");
                break;
            }
        }

        int[] lengths = [.. rows.SelectMany(sequences).Select(tokens => tokens.Length).Order()];
        var counts = rows.CountBy(label).ToDictionary();
        return new SplitStatistics(
            name,
            rows.Count,
            [
                Figures.Count(rows.Count),
                Figures.Count(lengths[0]),
                Figures.Count(lengths[lengths.Length / 2]),
                Figures.Count(lengths[^1]),
                string.Join("  ", Enumerable.Range(0, classes).Select(
                    value => Figures.Percent((double)counts.GetValueOrDefault(value) / rows.Count)[..^2])),
            ]);
    }

    private static string? ProblemOf(ReadOnlySpan<ushort> tokens, int vocabulary, int maxLength)
    {
        if (tokens.Length == 0 || tokens.Length > maxLength)
        {
            return $"has a sequence of {tokens.Length:N0} tokens; lengths are 1 … {maxLength:N0}";
        }

        var outside = vocabulary > ushort.MaxValue ? -1 : tokens.IndexOfAnyExceptInRange((ushort)0, (ushort)(vocabulary - 1));
        return outside < 0 ? null : $"has the token {tokens[outside]}; ids are 0 … {vocabulary - 1}";
    }

    private static (string Name, IReadOnlyList<T> Rows)[] Named<T>(
        IReadOnlyList<T> train, IReadOnlyList<T> validation, IReadOnlyList<T> test) =>
        [("train", train), ("validation", validation), ("test", test)];

    private static (string Name, string Value)[] Accuracies(IReadOnlyList<TaskBaseline> baselines) =>
        [.. baselines.Select(baseline => (baseline.Name, Figures.Percent(baseline.Accuracy)))];
}
