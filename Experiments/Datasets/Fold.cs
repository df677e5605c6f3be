using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Datasets;

/// <summary>
/// A fold of a cross-validation: the rows of all splits are dealt out again, so that each row is tested in one of the folds. Every fold has
/// about the shares of the classes of all rows.
/// </summary>
/// <param name="Number">Number of the fold, from 1.</param>
/// <param name="Count">Number of folds, at least <see cref="Least"/>.</param>
internal sealed record Fold(int Number, int Count)
{
    /// <summary>With fewer folds too few rows would remain to train on.</summary>
    public const int Least = 3;

    /// <summary>With more folds hardly any rows would remain to test on.</summary>
    public const int Most = 100;

    /// <summary>The fold of a seed: consecutive seeds test on all rows, one after another.</summary>
    /// <param name="seed">Seed of the training.</param>
    /// <param name="count">Number of folds.</param>
    public static Fold OfSeed(long seed, int count) => new((int)(((((seed - 1) % count) + count) % count) + 1), count);

    /// <summary>The task with this fold's splits.</summary>
    /// <param name="task">A task with rows that have classes.</param>
    /// <exception cref="UsageException">The task has none, or its encoding depends on its own splits.</exception>
    public ITask Of(ITask task) => task switch
    {
        IFittedTask => throw new UsageException(
            $"--folds deals out the rows of a task; the rows of {task.Name} are drawn from your data by --split-seed. Give it another one "
            + "for each run instead."),
        ISequenceTask sequences => new FoldedSequenceTask(sequences, this),
        IPairTask pairs => new FoldedPairTask(pairs, this),
        _ => throw new UsageException($"--folds is for tasks whose rows have a class, and {task.Name} is not one of them."),
    };

    /// <summary>The source of the rows, with this fold.</summary>
    public string Of(string source) => $"{source}, fold {Number} of {Count}";

    /// <summary>
    /// Deals out rows. The rows of a class are numbered in their order and put into twice as many parts as there are folds, in turn: two of
    /// the parts are the test split of this fold, the next one is the validation split, the others are the training split.
    /// </summary>
    /// <typeparam name="T">What a row is.</typeparam>
    /// <param name="labelOf">The class of a row.</param>
    /// <param name="splits">The splits as they were.</param>
    public (T[] Train, T[] Validation, T[] Test) Deal<T>(Func<T, int> labelOf, params IReadOnlyList<T>[] splits)
    {
        var parts = 2 * Count;
        var first = 2 * (Number - 1);
        var seen = new Dictionary<int, int>();
        List<T> train = [], validation = [], test = [];
        foreach (var row in splits.SelectMany(split => split))
        {
            var label = labelOf(row);
            var place = seen.GetValueOrDefault(label);
            seen[label] = place + 1;
            var part = ((place % parts) - first + parts) % parts;
            (part < 2 ? test : part == 2 ? validation : train).Add(row);
        }

        return ([.. train], [.. validation], [.. test]);
    }
}
