using Xunit;

namespace SerpentDsl.Testing;

/// <summary>
/// A theory over the fixture files of some systems. Another folder of fixtures (SERPENT_FIXTURES) may hold only some
/// systems; the theories of the others are then skipped instead of failing for want of data.
/// </summary>
public sealed class FixtureTheoryAttribute : TheoryAttribute
{
    /// <param name="systems">The systems' folders, such as <c>s4</c>; the theory runs if any of them is there.</param>
    public FixtureTheoryAttribute(params string[] systems)
    {
        if (!systems.Any(system => FixtureFiles.Paths(system).Any()))
        {
            Skip = $"{FixtureFiles.Folder} holds no fixtures of {string.Join(", ", systems)}.";
        }
    }
}
