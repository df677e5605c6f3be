using SerpentDsl.Verification;

namespace SerpentDsl.Architectures.Tests;

/// <summary>Every declared architecture keeps what its declaration promises; <c>serpent verify</c> looks closer.</summary>
public sealed class VerificationTests
{
    public static TheoryData<string> Names => DeclaredArchitectures.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void The_verifier_finds_nothing_wrong(string name)
    {
        // The small forms have every layer of the large ones; what takes long is tested on them.
        var isSmall = name.EndsWith("Quick", StringComparison.Ordinal);
        var report = ArchitectureVerifier.Verify(
            DeclaredArchitectures.Find(name),
            new VerificationOptions { Batch = 2, Length = 10, GradientSamples = isSmall ? 1 : 0, Passes = isSmall ? 4 : 1 });
        Assert.True(report.Passed, string.Join("\n", report.Checks.Where(check => check.Verdict == Verdict.Failed)));
        Assert.True(report.Checks.Count(check => check.Verdict == Verdict.Passed) >= 6);
    }
}
