using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Datasets;

/// <summary>
/// Looks at every row of a task: does it fit what the task declares? The same for <c>data check</c> and before a training, whose model
/// would fail on such a row hours later.
/// </summary>
internal static class TaskCheck
{
    private const int ChunkTokens = 1 << 16;

    /// <summary>The first problem of each split, in sentences.</summary>
    public static IReadOnlyList<string> Of(ISequenceTask task, SequenceSplits splits) =>
        OfLabelled(task, splits.Train, splits.Validation, splits.Test, task.Classes, splits.Labels, row => row.Label, row =>
            ProblemOf(row.Tokens.Span, task.Vocabulary, task.MaxLength));

    /// <summary>The first problem of each split, in sentences.</summary>
    public static IReadOnlyList<string> Of(IPairTask task, PairSplits splits) =>
        OfLabelled(task, splits.Train, splits.Validation, splits.Test, task.Classes, splits.Labels, row => row.Label, row =>
            ProblemOf(row.First.Span, task.Vocabulary, task.MaxLength) ?? ProblemOf(row.Second.Span, task.Vocabulary, task.MaxLength));

    /// <summary>The first problem of each split, in sentences.</summary>
    public static IReadOnlyList<string> Of(ISeriesTask task, SeriesSplits splits)
    {
        var width = splits.Inputs?.Count ?? 0;
        if (width != task.Inputs || width == 0)
        {
            return [$"The splits have {width} columns of values, the task declares {task.Inputs} inputs."];
        }

        var outputs = task.IsClassification ? 1 : task.Outputs;
        if (!task.IsClassification && splits.Outputs?.Count != task.Outputs)
        {
            return [$"The splits have {splits.Outputs?.Count ?? 0} columns of answers, the task declares {task.Outputs} outputs."];
        }

        if (splits.Inputs!.Concat(splits.Outputs ?? []).FirstOrDefault(column => !(column.Scale > 0)) is { } flat)
        {
            return [FormattableString.Invariant($"The scale of '{flat.Name}' is {flat.Scale}; it must be above 0.")];
        }

        return OfLabelled(
            task,
            splits.Train,
            splits.Validation,
            splits.Test,
            task.IsClassification ? task.Outputs : 0,
            splits.Labels,
            row => task.IsClassification && row.Targets.Length > 0 ? (int)row.Targets.Span[0] : 0,
            row => row.Targets.Length != outputs ? $"has {row.Targets.Length} answers; it must have {outputs}"
                : row.Values.Length % width != 0 ? $"has {row.Values.Length:N0} values, which are no multiple of the {width} of a position"
                : row.Values.Length == 0 || row.Values.Length / width > task.MaxLength
                    ? $"has {row.Values.Length / width:N0} positions; lengths are 1 … {task.MaxLength:N0}"
                : NotFinite(row.Values.Span, row.Targets.Span));
    }

    /// <summary>The first problem of each split, in sentences.</summary>
    public static IReadOnlyList<string> Of(ILanguageTask task, LanguageSplits splits, CancellationToken cancellation)
    {
        var problems = new List<string>();
        if (splits.Tokenizer.Vocabulary > task.Vocabulary)
        {
            problems.Add($"The tokenizer has {splits.Tokenizer.Vocabulary:N0} ids, the task {task.Vocabulary:N0}.");
        }

        foreach (var split in Splits.All)
        {
            var tokens = split.Choose(splits.Train, splits.Validation, splits.Test).Tokens;
            if (tokens.Count < 2)
            {
                problems.Add($"There are {tokens.Count} tokens in {split.Name()}; a prediction needs two.");
            }

            var chunk = new int[ChunkTokens];
            for (long start = 0; start < tokens.Count; start += ChunkTokens)
            {
                cancellation.ThrowIfCancellationRequested();
                var read = chunk.AsSpan(0, (int)Math.Min(ChunkTokens, tokens.Count - start));
                tokens.Read(start, read);
                var outside = read.IndexOfAnyExceptInRange(0, task.Vocabulary - 1);
                if (outside >= 0)
                {
                    problems.Add($"Token {start + outside:N0} of {split.Name()} is {read[outside]}; ids are 0 … {task.Vocabulary - 1}.");
                    break;
                }
            }
        }

        return problems;
    }

    /// <summary>Throws if there are problems.</summary>
    /// <exception cref="TaskDataException">The data does not fit; the message has all problems.</exception>
    public static void Require(ITask task, IReadOnlyList<string> problems)
    {
        if (problems.Count > 0)
        {
            throw new TaskDataException(
                $"The data of {task.Name} does not fit the task's declaration:\n  {string.Join("\n  ", problems)}");
        }
    }

    private static List<string> OfLabelled<T>(
        ITask task,
        IReadOnlyList<T> train,
        IReadOnlyList<T> validation,
        IReadOnlyList<T> test,
        int classes,
        IReadOnlyList<string>? labels,
        Func<T, int> label,
        Func<T, string?> problemOf)
    {
        var problems = new List<string>();
        if (labels is not null && labels.Count != classes)
        {
            problems.Add($"{task.Name} names {labels.Count} classes, but declares {classes}.");
        }

        foreach (var split in Splits.All)
        {
            var rows = split.Choose(train, validation, test);
            if (rows is not { Count: > 0 })
            {
                problems.Add($"There are no rows in {split.Name()}.");
                continue;
            }

            foreach (var (row, item) in rows.Index())
            {
                var problem = classes > 0 && (label(item) < 0 || label(item) >= classes)
                    ? $"has the class {label(item)}; classes are 0 … {classes - 1}"
                    : problemOf(item);
                if (problem is not null)
                {
                    problems.Add($"Row {row:N0} of {split.Name()} {problem}.");
                    break;
                }
            }
        }

        return problems;
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

    private static string? NotFinite(ReadOnlySpan<float> values, ReadOnlySpan<float> targets)
    {
        foreach (var number in values)
        {
            if (!float.IsFinite(number))
            {
                return FormattableString.Invariant($"has the value {number}; values are finite");
            }
        }

        foreach (var number in targets)
        {
            if (!float.IsFinite(number))
            {
                return FormattableString.Invariant($"has the answer {number}; answers are finite");
            }
        }

        return null;
    }
}
