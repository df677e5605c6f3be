namespace SerpentDsl.Tasks;

/// <summary>A classification of pairs of token sequences, such as two documents. Id 0 is padding.</summary>
public interface IPairTask : ITask
{
    /// <summary>Number of classes: every label is in 0 … <see cref="Classes"/> − 1.</summary>
    int Classes { get; }

    /// <summary>Longest single sequence, in tokens, end-of-sequence included; a pair has up to twice as many.</summary>
    int MaxLength { get; }

    /// <summary>Reads the splits; cached ones are not prepared again.</summary>
    /// <param name="context">Folders of data and cache, and a receiver of progress.</param>
    /// <param name="cancellation">Stops the work; no incomplete file stays in the cache.</param>
    /// <exception cref="TaskDataException">The data is missing or malformed; the message says where and what to do.</exception>
    PairSplits Load(TaskContext context, CancellationToken cancellation);
}
