namespace SerpentDsl.Tasks;

/// <summary>
/// A task whose encoding of texts does not depend on data, so that a text can be given to a model without reading the data.
/// </summary>
public interface ITextTask : ITask
{
    /// <summary>Encodes texts as the task's rows are encoded.</summary>
    ISequenceEncoder Encoder { get; }
}
