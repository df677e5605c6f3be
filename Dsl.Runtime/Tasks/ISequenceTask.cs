namespace SerpentDsl.Tasks;

/// <summary>
/// A classification task over token sequences that a <see cref="RecipeAttribute"/> can name. The generator reads nothing of
/// it; the runner creates it by its parameterless constructor and checks that it fits the architecture.
/// </summary>
public interface ISequenceTask
{
    /// <summary>Name of the task, also of its cache folder.</summary>
    string Name { get; }

    /// <summary>Number of token ids: every token is in 0 … <see cref="Vocabulary"/> − 1. Id 0 is padding.</summary>
    int Vocabulary { get; }

    /// <summary>Number of classes: every label is in 0 … <see cref="Classes"/> − 1.</summary>
    int Classes { get; }

    /// <summary>Longest sequence, in tokens, end-of-sequence included.</summary>
    int MaxLength { get; }

    /// <summary>Reads the splits, making or downloading nothing that is already cached.</summary>
    /// <param name="context">Where data may be found and cached, and whom to tell about progress.</param>
    /// <param name="cancellation">Stops the work; nothing half-made stays in the cache.</param>
    /// <exception cref="TaskDataException">The data is missing or malformed; the message says where and what to do.</exception>
    SequenceSplits Load(TaskContext context, CancellationToken cancellation);
}
