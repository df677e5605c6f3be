using System.Runtime.InteropServices;
using System.Security.Cryptography;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Datasets;

/// <summary>
/// The splits of a task as numbered rows, and these rows as batches of tensors. One class for each kind of task.
/// </summary>
internal abstract class Dataset : IDisposable
{
    private readonly Dictionary<Split, int[]> _lengths = [];

    /// <summary>Description of the data's source, for people.</summary>
    public abstract string Source { get; }

    /// <summary>The word for the rows of this dataset, in the plural.</summary>
    public abstract string Unit { get; }

    /// <summary>The word for the places of a row, in the plural.</summary>
    public virtual string PositionUnit => "tokens";

    /// <summary>Results of trivial models on the validation split.</summary>
    public abstract IReadOnlyList<Baseline> Baselines { get; }

    /// <summary>Encodes text as the rows are encoded; null where there is no text, and for running text.</summary>
    public virtual ISequenceEncoder? Encoder => null;

    /// <summary>Turns text into the ids of running text, and back; null for other data.</summary>
    public virtual ITokenizer? Tokenizer => null;

    /// <summary>What the answers of a model mean; null for running text, whose answers are tokens.</summary>
    public LabelSet? Labels { get; init; }

    /// <summary>How many rows lost their ends; null: none.</summary>
    public virtual CutRows? Cut => null;

    /// <summary>Number of tokens of every row of a split, padding not counted.</summary>
    public IReadOnlyList<int> LengthsOf(Split split)
    {
        if (!_lengths.TryGetValue(split, out var lengths))
        {
            _lengths.Add(split, lengths = [.. Measure(split)]);
        }

        return lengths;
    }

    /// <summary>Number of rows in each split.</summary>
    public SplitRows Rows() => new(LengthsOf(Split.Train).Count, LengthsOf(Split.Validation).Count, LengthsOf(Split.Test).Count);

    /// <summary>A checksum of the lengths of all rows, by which a resumed run recognises its data.</summary>
    public string LengthsChecksum()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var split in Splits.All)
        {
            int[] lengths = [LengthsOf(split).Count, .. LengthsOf(split)];
            hash.AppendData(MemoryMarshal.AsBytes<int>(lengths));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>
    /// Number of words among the predictions of all rows of a split, line ends counted as words; null where unknown.
    /// </summary>
    public virtual long? WordsOf(Split split) => null;

    /// <summary>A hash of a split's rows, 32 bytes. Two evaluations with equal hashes read the same rows. Classifiers only.</summary>
    public virtual byte[] Fingerprint(Split split) =>
        throw new NotSupportedException($"{Unit} of running text are not compared row by row.");

    /// <summary>Begins an epoch. The rows of the training split may change with the epoch's number.</summary>
    /// <param name="epoch">Number of the epoch, from 1.</param>
    public virtual void BeginEpoch(int epoch)
    {
    }

    /// <summary>Number of predictions that a model makes for some rows of a split.</summary>
    public virtual int PredictionsOf(Split split, ReadOnlySpan<int> rows) => rows.Length;

    /// <summary>Reads some rows.</summary>
    /// <param name="split">The split.</param>
    /// <param name="rows">Indices of rows of the split.</param>
    /// <param name="device">Device of the tensors.</param>
    public abstract Batch Read(Split split, ReadOnlySpan<int> rows, Device device);

    public virtual void Dispose()
    {
    }

    /// <summary>Checks that a task fits an architecture, and loads its data.</summary>
    /// <param name="architecture">The architecture that reads the data.</param>
    /// <param name="task">The task.</param>
    /// <param name="maxLength">Longer sequences are truncated to this many tokens; null: to the task's maximum.</param>
    /// <param name="seed">Seed of the random choices of every epoch.</param>
    /// <param name="context">The folders for data and cache.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UsageException">The task does not fit the architecture.</exception>
    /// <exception cref="TaskDataException">The data is missing, malformed, or does not fit the task's declaration.</exception>
    public static Dataset Load(
        ArchitectureSpec architecture, ITask task, int? maxLength, long seed, TaskContext context, CancellationToken cancellation)
    {
        ArchitectureFit.CheckKind(architecture, task);
        if (task is IFittedTask fitted)
        {
            fitted.Fit(architecture.Head);
        }
        else
        {
            ArchitectureFit.Check(architecture, task, maxLength);
        }

        var dataset = Load(architecture.Head, task, maxLength, seed, context, cancellation);
        try
        {
            // The sizes of a task on files of the user's follow from the files.
            ArchitectureFit.Check(architecture, task, maxLength);
            return dataset;
        }
        catch
        {
            dataset.Dispose();
            throw;
        }
    }

    private static Dataset Load(
        HeadSpec head, ITask task, int? maxLength, long seed, TaskContext context, CancellationToken cancellation)
    {
        switch (task)
        {
            case ISequenceTask sequences when head is ClassifierHeadSpec:
                var rows = TaskLoading.Of(sequences, context, cancellation);
                TaskCheck.Require(task, TaskCheck.Of(sequences, rows));
                return new SequenceDataset(rows, maxLength) { Labels = new LabelSet(LabelSet.NamesOf(rows.Labels, sequences.Classes)) };
            case IPairTask pairs when head is PairClassifierHeadSpec:
                var both = TaskLoading.Of(pairs, context, cancellation);
                TaskCheck.Require(task, TaskCheck.Of(pairs, both));
                return new PairDataset(both, maxLength) { Labels = new LabelSet(LabelSet.NamesOf(both.Labels, pairs.Classes)) };
            case ISeriesTask series when head is RegressorHeadSpec:
                var numbers = TaskLoading.Of(series, context, cancellation);
                TaskCheck.Require(task, TaskCheck.Of(series, numbers));
                return new SeriesDataset(numbers, series.Outputs, series.IsClassification, maxLength);
            case ILanguageTask language when head is LanguageModelHeadSpec:
                var text = TaskLoading.Of(language, context, cancellation);
                try
                {
                    TaskCheck.Require(task, TaskCheck.Of(language, text, cancellation));
                }
                catch
                {
                    text.Dispose();
                    throw;
                }

                return new TextDataset(text, maxLength ?? head.MaxLength, seed);
            default:
                throw new UsageException($"{task.Name} is a task of a kind that this runner cannot train on.");
        }
    }

    /// <summary>How many rows are cut: by a length of the command line, or else by the task.</summary>
    private protected static CutRows? CutBy<T>(
        int? maxLength, Func<T, int> lengthOf, IReadOnlyList<T> train, IReadOnlyList<T> validation, IReadOnlyList<T> test, CutRows? task)
    {
        if (maxLength is not { } longest)
        {
            return task;
        }

        int Longer(IReadOnlyList<T> rows) => rows.Count(row => lengthOf(row) > longest);
        var cut = new CutRows(Longer(train), Longer(validation), Longer(test), task?.Consequence);
        return cut.Any ? cut : task;
    }

    /// <summary>Number of tokens of every row of a split.</summary>
    protected abstract IEnumerable<int> Measure(Split split);
}
