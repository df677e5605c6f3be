using SerpentDsl.Testing;

namespace SerpentDsl.Runtime.Tests.Resampling;

public class SerpentFixtureCoverageTests
{
    // Each kind of file and who checks it.
    private static readonly Dictionary<string, string> s_checks = new()
    {
        ["indices"] = nameof(ResamplingIndicesFixtureTests),
        ["resample/bidirectional"] = nameof(SelectiveCompressionFixtureTests),
        ["resample/causal"] = nameof(CausalCompressionFixtureTests),
        ["stream/causal"] = nameof(CausalCompressionFixtureTests),
        ["block/bidirectional"] = "BlockFixtureTests of Dsl.Generator.Tests, on generated code",
        ["block/causal"] = "BlockFixtureTests of Dsl.Generator.Tests, on generated code",
        ["proposition1"] = "Proposition1FixtureTests of Experiments.Tests",
    };

    [FixtureTheory(SerpentFixtures.Folder)]
    [MemberData(nameof(FixtureFiles.In), SerpentFixtures.Folder, MemberType = typeof(FixtureFiles))]
    public void Every_file_is_checked_by_somebody(string file) =>
        Assert.Contains(SerpentFixtures.Kind(Fixture.Load(file)), s_checks.Keys);
}
