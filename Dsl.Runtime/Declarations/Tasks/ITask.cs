namespace SerpentDsl.Tasks;

/// <summary>
/// What a <see cref="RecipeAttribute"/> can name: <see cref="ISequenceTask"/> for a classifier, <see cref="IPairTask"/> for a pair
/// classifier, <see cref="ILanguageTask"/> for a language model, <see cref="ISeriesTask"/> for a regressor. The generator only reads
/// which of these it implements; the runner creates it by its parameterless constructor and checks that it fits the architecture.
/// </summary>
public interface ITask
{
    /// <summary>Name of the task, also the start of its cache folders' names.</summary>
    string Name { get; }

    /// <summary>Number of token ids that a model must know: every token is in 0 … <see cref="Vocabulary"/> − 1.</summary>
    int Vocabulary { get; }
}
