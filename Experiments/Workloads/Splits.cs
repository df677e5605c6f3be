namespace SerpentDsl.Experiments.Workloads;

/// <summary>The names of splits on the command line and in files.</summary>
internal static class Splits
{
    /// <summary>All, in the order they are used.</summary>
    public static IReadOnlyList<Split> All { get; } = Enum.GetValues<Split>();

    /// <summary>The name of a split.</summary>
    public static string Name(this Split split) => split.ToString().ToLowerInvariant();

    /// <summary>The split of a name, or null.</summary>
    public static Split? Find(string name) => All.Where(split => split.Name() == name).Cast<Split?>().FirstOrDefault();
}
