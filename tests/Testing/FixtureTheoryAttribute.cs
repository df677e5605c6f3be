using Xunit;

namespace SerpentDsl.Testing;

/// <summary>
/// A theory over the golden files of some systems. If the folder has no files of these systems, which is possible with SERPENT_FIXTURES,
/// the theory is skipped.
/// </summary>
public sealed class FixtureTheoryAttribute : TheoryAttribute
{
    /// <param name="systems">Folders of the systems, such as <c>s4</c>; the theory runs if at least one of them exists.</param>
    public FixtureTheoryAttribute(params string[] systems)
    {
        if (!systems.Any(system => FixtureFiles.Paths(system).Any()))
        {
            Skip = $"{FixtureFiles.Folder} has no golden files of {string.Join(", ", systems)}.";
        }
    }
}
