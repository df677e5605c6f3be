namespace SerpentDsl.Io;

/// <summary>What <see cref="ModuleState.LoadMatching"/> has loaded, and what it has left.</summary>
/// <param name="Loaded">Names that were loaded, in the module's order.</param>
/// <param name="New">Names in the module only; they keep their values.</param>
/// <param name="Differing">Names in both with another shape or kind of number, and which; they keep their values.</param>
/// <param name="Unused">Names in the file only.</param>
public sealed record PartialLoad(
    IReadOnlyList<string> Loaded, IReadOnlyList<string> New, IReadOnlyList<string> Differing, IReadOnlyList<string> Unused)
{
    private const int MostNames = 8;

    /// <summary>The result for people: the counts, then the first names of what was not loaded.</summary>
    public IEnumerable<string> Lines()
    {
        yield return $"{Loaded.Count} tensors loaded, {Differing.Count} that differ and {New.Count} that are new keep their initial "
            + $"values, {Unused.Count} of the file are not used";
        foreach (var (what, names) in new[] { ("differs", Differing), ("new", New), ("not used", Unused) })
        {
            foreach (var name in names.Take(MostNames))
            {
                yield return $"{what}: {name}";
            }

            if (names.Count > MostNames)
            {
                yield return $"{what}: and {names.Count - MostNames} more";
            }
        }
    }
}
