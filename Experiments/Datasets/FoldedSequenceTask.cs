using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Datasets;

/// <summary>A task whose rows are dealt out for a fold of a cross-validation.</summary>
/// <param name="task">The task.</param>
/// <param name="fold">The fold.</param>
internal sealed class FoldedSequenceTask(ISequenceTask task, Fold fold) : ISequenceTask
{
    public string Name => task.Name;

    public int Vocabulary => task.Vocabulary;

    public int Classes => task.Classes;

    public int MaxLength => task.MaxLength;

    public SequenceSplits Load(TaskContext context, CancellationToken cancellation)
    {
        var own = task.Load(context, cancellation);
        var (train, validation, test) = fold.Deal(row => row.Label, own.Train, own.Validation, own.Test);
        return own with { Train = train, Validation = validation, Test = test, Source = fold.Of(own.Source), Cut = null };
    }
}
