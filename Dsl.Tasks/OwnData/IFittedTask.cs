using SerpentDsl.Specs;

namespace SerpentDsl.Tasks;

/// <summary>
/// A task whose vocabulary, classes and lengths follow from its data. Before the data is loaded it is told what the model can read; the
/// runner compares the two afterwards.
/// </summary>
public interface IFittedTask : ITask
{
    /// <summary>Tells the task the sizes of the model: longer rows are cut, and a learned vocabulary gets no larger.</summary>
    /// <param name="head">The model's head.</param>
    void Fit(HeadSpec head);

    /// <summary>Takes tokenizer, classes and scales of a run instead of those that follow from the data.</summary>
    /// <param name="run">The run's folder.</param>
    /// <exception cref="TaskDataException">A file of the run cannot be read.</exception>
    void Recall(string run);
}
