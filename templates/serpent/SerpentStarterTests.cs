using SerpentDsl.Verification;
using Xunit;

public sealed class SerpentStarterTests
{
    [SkippableFact]
    public Task The_generated_code_is_the_reviewed_one() => GeneratedCode.Verify(typeof(SerpentStarter));

    [Fact]
    public void The_model_keeps_what_its_declaration_promises()
    {
        VerificationReport report = ArchitectureVerifier.Verify(SerpentStarter.Spec);
        Assert.All(report.Checks, check => Assert.True(check.Verdict != Verdict.Failed, $"{check.Name}: {check.Error} {check.Detail}"));
    }
}
