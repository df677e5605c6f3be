namespace SerpentDsl.Io;

/// <summary>The numbers of blocks in the names of a generated model's tensors, such as <c>blocks.3.norm.weight</c>.</summary>
internal static class BlockNames
{
    /// <summary>The number of blocks that names are of.</summary>
    public static int Count(IEnumerable<string> names) => names
        .Where(name => name.StartsWith("blocks.", StringComparison.Ordinal))
        .Select(name => name.Split('.')[1])
        .Distinct()
        .Count();
}
