using SerpentDsl.Testing;

namespace SerpentDsl.Runtime.Tests.Resampling;

/// <summary>The files of <c>fixtures/serpent</c> by what they hold.</summary>
internal static class SerpentFixtures
{
    public const string Folder = "serpent";

    /// <summary>What a file holds: <c>resample/bidirectional</c>, <c>indices</c>, ….</summary>
    public static string Kind(Fixture fixture) =>
        fixture.Text("variant") is { } variant ? $"{fixture.Text("part")}/{variant}" : fixture.Text("part") ?? "";

    public static IEnumerable<string> OfKind(string kind) => FixtureFiles.Where(Folder, fixture => Kind(fixture) == kind);

    public static double Rate(Fixture fixture) => fixture.Config.GetProperty("rho").GetDouble();
}
