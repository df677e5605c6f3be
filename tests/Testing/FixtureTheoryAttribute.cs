using Xunit;

namespace SerpentDsl.Testing;

/// <summary>
/// A theory over the fixture files of one system. Another folder of fixtures (SERPENT_FIXTURES) may hold only some
/// systems; the theories of the others are then skipped instead of failing for want of data.
/// </summary>
public sealed class FixtureTheoryAttribute : TheoryAttribute
{
    /// <param name="system">The system's folder, such as <c>s4</c>.</param>
    public FixtureTheoryAttribute(string system)
    {
        if (!FixtureFiles.Paths(system).Any())
            Skip = $"{FixtureFiles.Folder} holds no fixtures of {system}.";
    }
}
