namespace SerpentDsl.Tasks;

/// <summary>A classification of token sequences. Id 0 is padding.</summary>
public interface ISequenceTask : ITask
{
    /// <summary>Number of classes: every label is in 0 … <see cref="Classes"/> − 1.</summary>
    int Classes { get; }

    /// <summary>Longest sequence, in tokens, end-of-sequence included.</summary>
    int MaxLength { get; }

    /// <summary>Reads the splits; cached ones are not prepared again.</summary>
    /// <param name="context">Folders of data and cache, and a receiver of progress.</param>
    /// <param name="cancellation">Stops the work; no incomplete file stays in the cache.</param>
    /// <exception cref="TaskDataException">The data is missing or malformed; the message says where and what to do.</exception>
    SequenceSplits Load(TaskContext context, CancellationToken cancellation);
}
