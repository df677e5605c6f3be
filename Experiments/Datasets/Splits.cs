namespace SerpentDsl.Experiments.Datasets;

/// <summary>The names of splits on the command line and in files.</summary>
internal static class Splits
{
    /// <summary>All, in the order they are used.</summary>
    public static IReadOnlyList<Split> All { get; } = Enum.GetValues<Split>();

    /// <summary>The name of a split.</summary>
    public static string Name(this Split split) => split.ToString().ToLowerInvariant();

    /// <summary>What belongs to a split.</summary>
    /// <param name="split">The split.</param>
    /// <param name="train">What belongs to the training split.</param>
    /// <param name="validation">What belongs to the validation split.</param>
    /// <param name="test">What belongs to the test split.</param>
    public static T Choose<T>(this Split split, T train, T validation, T test) => split switch
    {
        Split.Train => train,
        Split.Validation => validation,
        _ => test,
    };

    /// <summary>The split of a name, or null.</summary>
    public static Split? Find(string name) => All.Where(split => split.Name() == name).Cast<Split?>().FirstOrDefault();
}
