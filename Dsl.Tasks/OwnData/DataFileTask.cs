using SerpentDsl.Specs;
using SerpentDsl.Tasks.Predictions;

namespace SerpentDsl.Tasks;

/// <summary>
/// The common part of tasks on files of your own: where the files are, and how rows become three splits. Splits are given, by files of
/// their own or by a column, or drawn by a seed.
/// </summary>
public abstract class DataFileTask : IFittedTask
{
    private string? _name;

    private protected DataFileTask(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Source = path;
    }

    /// <summary>The name of the task: by default its class, or that of the file for a task without a class of its own.</summary>
    public string Name
    {
        get => _name ?? (GetType().Assembly == typeof(DataFileTask).Assembly ? DataPaths.NameOf(Source) : GetType().Name);
        init => _name = value;
    }

    /// <summary>The file or folder; a relative path is looked for in the folder of <c>--data</c>, else in the current folder.</summary>
    public string Source { get; }

    /// <summary>The file of the validation split; null: a part of the training rows.</summary>
    public string? Validation { get; init; }

    /// <summary>The file of the test split; null: a part of the training rows.</summary>
    public string? Test { get; init; }

    /// <summary>The share of the rows that is held out for validation if no file is given, above 0 and below 1.</summary>
    public double ValidationShare { get; init; } = 0.1;

    /// <summary>The share of the rows that is held out for the test if no file is given, above 0 and below 1.</summary>
    public double TestShare { get; init; } = 0.1;

    /// <summary>Seed of the draw of the rows held out. It is not the seed of a training, so that trainings can be compared.</summary>
    public int SplitSeed { get; init; } = 1;

    /// <summary>The columns from which a model predicts, as a run records them; null if the data is not a table.</summary>
    public virtual PredictionColumns? Columns => null;

    /// <inheritdoc/>
    public abstract int Vocabulary { get; }

    /// <summary>The head of the model; null if none is known.</summary>
    private protected HeadSpec? Head { get; private set; }

    /// <inheritdoc/>
    public void Fit(HeadSpec head) => Head = head;

    /// <inheritdoc/>
    public abstract void Recall(string run);

    /// <summary>The files of the splits.</summary>
    /// <exception cref="TaskDataException">A file is missing, or a share is impossible.</exception>
    private protected SplitFiles Locate(TaskContext context, Func<string, bool> isData)
    {
        foreach (var (share, name) in new[] { (ValidationShare, "validation"), (TestShare, "test") })
        {
            if (!(share > 0 && share < 1))
            {
                throw new TaskDataException(FormattableString.Invariant(
                    $"The share of the {name} split is {share}; it must be above 0 and below 1, such as 0.1."));
            }
        }

        return ValidationShare + TestShare < 1
            ? DataPaths.Locate(Name, context, Source, Validation, Test, isData)
            : throw new TaskDataException(FormattableString.Invariant(
                $"The shares of validation and test are {ValidationShare} and {TestShare}, which leaves nothing to train on."));
    }
}
