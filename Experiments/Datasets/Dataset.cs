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

    /// <summary>Where the data is from.</summary>
    public abstract string Source { get; }

    /// <summary>What one of the rows is, in the plural.</summary>
    public abstract string Unit { get; }

    /// <summary>What trivial models reach on the validation split.</summary>
    public abstract IReadOnlyList<Baseline> Baselines { get; }

    /// <summary>Number of tokens of every row of a split, padding not counted.</summary>
    public IReadOnlyList<int> LengthsOf(Split split)
    {
        if (!_lengths.TryGetValue(split, out var lengths))
        {
            _lengths.Add(split, lengths = [.. Measure(split)]);
        }

        return lengths;
    }

    /// <summary>Rows of all splits.</summary>
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

    /// <summary>Words, line ends counted, among the predictions of all rows of a split; null where that is not known.</summary>
    public virtual long? WordsOf(Split split) => null;

    /// <summary>Tells whether two evaluations read the same rows: 32 bytes; of classifiers.</summary>
    public virtual byte[] Fingerprint(Split split) =>
        throw new NotSupportedException($"{Unit} of running text are not compared row by row.");

    /// <summary>Tells that an epoch begins; what follows from its number may change.</summary>
    /// <param name="epoch">Number of the epoch, from 1.</param>
    public virtual void BeginEpoch(int epoch)
    {
    }

    /// <summary>Number of predictions that rows of a split are.</summary>
    public virtual int PredictionsOf(Split split, ReadOnlySpan<int> rows) => rows.Length;

    /// <summary>Reads some rows.</summary>
    /// <param name="split">The split.</param>
    /// <param name="rows">Indices of its rows.</param>
    /// <param name="device">Where the tensors go.</param>
    public abstract Batch Read(Split split, ReadOnlySpan<int> rows, Device device);

    public virtual void Dispose()
    {
    }

    /// <summary>Checks that a task fits an architecture, and loads its data.</summary>
    /// <param name="architecture">What reads it.</param>
    /// <param name="task">The task.</param>
    /// <param name="maxLength">Longer sequences are truncated to this many tokens; null: to the task's maximum.</param>
    /// <param name="seed">Seed of what is drawn in every epoch.</param>
    /// <param name="context">Where data may be found and cached.</param>
    /// <param name="cancellation">Stops the work.</param>
    /// <exception cref="UsageException">They do not fit, or the head has no task.</exception>
    public static Dataset Load(
        ArchitectureSpec architecture, ITask task, int? maxLength, long seed, TaskContext context, CancellationToken cancellation)
    {
        ArchitectureFit.Check(architecture, task, maxLength);
        return task switch
        {
            ISequenceTask sequences => new SequenceDataset(sequences.Load(context, cancellation), maxLength),
            IPairTask pairs => new PairDataset(pairs.Load(context, cancellation), maxLength),
            ILanguageTask text => new TextDataset(text.Load(context, cancellation), maxLength ?? architecture.Head.MaxLength, seed),
            _ => throw new UsageException($"{task.Name} is of no kind that this runner knows."),
        };
    }

    /// <summary>Number of tokens of every row of a split.</summary>
    protected abstract IEnumerable<int> Measure(Split split);
}
