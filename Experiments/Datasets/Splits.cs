namespace SerpentDsl.Experiments.Datasets;

/// <summary>The names of splits on the command line and in files.</summary>
internal static class Splits
{
    /// <summary>All splits, in the order in which a training uses them.</summary>
    public static IReadOnlyList<Split> All { get; } = Enum.GetValues<Split>();

    /// <summary>The name of a split.</summary>
    public static string Name(this Split split) => split.ToString().ToLowerInvariant();

    /// <summary>Chooses one of three values by split.</summary>
    /// <param name="split">The split.</param>
    /// <param name="train">The training split's value.</param>
    /// <param name="validation">The validation split's value.</param>
    /// <param name="test">The test split's value.</param>
    public static T Choose<T>(this Split split, T train, T validation, T test) => split switch
    {
        Split.Train => train,
        Split.Validation => validation,
        _ => test,
    };

    /// <summary>The split with a name; null if there is none.</summary>
    public static Split? Find(string name) => All.Where(split => split.Name() == name).Cast<Split?>().FirstOrDefault();
}
