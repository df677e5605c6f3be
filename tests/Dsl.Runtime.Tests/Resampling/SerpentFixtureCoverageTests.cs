using SerpentDsl.Testing;

namespace SerpentDsl.Runtime.Tests.Resampling;

public class SerpentFixtureCoverageTests
{
    // Each kind of file and who checks it. The causal variant (section 6), its streaming form (7) and Proposition 1 (10) have no
    // implementation yet: of their files only the index functions are checked.
    private static readonly Dictionary<string, string> Checks = new()
    {
        ["indices"] = nameof(ResamplingIndicesFixtureTests),
        ["resample/bidirectional"] = nameof(SelectiveCompressionFixtureTests),
        ["resample/causal"] = nameof(ResamplingIndicesFixtureTests),
        ["stream/causal"] = nameof(ResamplingIndicesFixtureTests),
        ["block/bidirectional"] = "BlockFixtureTests of Dsl.Generator.Tests, on generated code",
        ["block/causal"] = "deferred",
        ["proposition1"] = "deferred",
    };

    [FixtureTheory(SerpentFixtures.Folder)]
    [MemberData(nameof(FixtureFiles.In), SerpentFixtures.Folder, MemberType = typeof(FixtureFiles))]
    public void Every_file_is_checked_or_deferred_by_name(string file) =>
        Assert.Contains(SerpentFixtures.Kind(Fixture.Load(file)), Checks.Keys);
}
