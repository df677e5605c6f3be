using SerpentDsl.Verification;

namespace SerpentDsl.Architectures.Tests;

/// <summary>
/// Architectures keep what their declarations promise. The small form has every layer of the large one and stands for it here;
/// <c>serpent verify</c> checks the large ones, which takes minutes each.
/// </summary>
public sealed class VerificationTests
{
    /// <summary>Models of longer sequences (Path-X) take more than ten minutes each.</summary>
    private const int LongestHere = 4096;

    public static TheoryData<string> Names =>
    [
        .. DeclaredArchitectures.All.Where(spec => spec.Head.MaxLength <= LongestHere).Select(spec => spec.Name)
            .Where(name => !HasSmallForm(name)).Order(StringComparer.Ordinal),
    ];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_verifier_finds_nothing_wrong(string name)
    {
        var spec = DeclaredArchitectures.Find(name);
        var isSmall = spec.Parameters < 1_000_000;
        var report = ArchitectureVerifier.Verify(
            spec, new VerificationOptions { Batch = 2, Length = 10, GradientSamples = isSmall ? 1 : 0, Passes = isSmall ? 4 : 1 });
        Assert.True(report.Passed, string.Join("\n", report.Checks.Where(check => check.Verdict == Verdict.Failed)));
        Assert.True(report.Checks.Count(check => check.Verdict == Verdict.Passed) >= 6);
    }

    private static bool HasSmallForm(string name) => DeclaredArchitectures.All.Any(spec => spec.Name == $"{name}Quick");
}
