namespace SerpentDsl.Tasks;

/// <summary>
/// Sequences of real vectors, each with the numbers or the class that a model answers. For a <see cref="SequenceRegressorAttribute"/>.
/// </summary>
public interface ISeriesTask : ITask
{
    /// <summary>Numbers at each position.</summary>
    int Inputs { get; }

    /// <summary>Numbers that the model answers; for a classification one logit a class.</summary>
    int Outputs { get; }

    /// <summary>Longest sequence, in positions.</summary>
    int MaxLength { get; }

    /// <summary>
    /// Whether the answer is a class: then each example has one target, its class in 0 … <see cref="Outputs"/> − 1, and the model is
    /// trained on the cross-entropy. Otherwise it is trained on the squared error.
    /// </summary>
    bool IsClassification => false;

    /// <summary>0: series have no tokens.</summary>
    int ITask.Vocabulary => 0;

    /// <summary>Reads the splits.</summary>
    /// <param name="context">Folders of data and cache, and a receiver of progress.</param>
    /// <param name="cancellation">Stops the work; no incomplete file stays in the cache.</param>
    /// <exception cref="TaskDataException">The data is missing or malformed; the message says where and what to do.</exception>
    SeriesSplits Load(TaskContext context, CancellationToken cancellation);
}
