using SerpentDsl.Specs;
using SerpentDsl.Verification;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Tests.Verification;

/// <summary>The verifier says yes to what is right, and no to what is wrong, by the check that is meant for it.</summary>
public sealed class VerifierTests
{
    private const string Count = "parameter count",
    Gradients = "gradients",
    Padding = "padding invariance",
    Order = "batch order",
    Future = "no gradient from the future",
    Prefix = "prefix consistency",
    Forms = "three forms agree",
    Pieces = "gradients through pieces",
    Packed = "packed documents",
    State = "state is a value",
    Live = "live tensors";

    public static TheoryData<string, string[]> Faults => new()
    {
        { nameof(FaultyArchitectures.Sound), [] },
        { nameof(FaultyArchitectures.LookingAhead), [Padding, Future, Prefix, Forms, Packed] },
        { nameof(FaultyArchitectures.Drifting), [Forms, Packed] },
        { nameof(FaultyArchitectures.IgnoringPieces), [Forms, Packed] },
        { nameof(FaultyArchitectures.Remembering), [Forms, Packed, State] },
        { nameof(FaultyArchitectures.MisledBackward), [Gradients] },
        { nameof(FaultyArchitectures.Idle), [Gradients] },
        { nameof(FaultyArchitectures.CuttingGradients), [Pieces, Packed] },
        { nameof(FaultyArchitectures.Leaking), [Live] },
        { nameof(FaultyArchitectures.KnowingItsRow), [Padding, Order, Forms, Packed] },
        { nameof(FaultyArchitectures.IgnoringPadding), [Count, Padding] },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void A_fault_is_found_by_the_check_for_it(string architecture, string[] failing)
    {
        var report = ArchitectureVerifier.Verify(Spec(architecture), new VerificationOptions { Length = 12 });
        VerificationCheck[] failed = [.. report.Checks.Where(check => check.Verdict == Verdict.Failed)];
        Assert.True(failing.SequenceEqual(failed.Select(check => check.Name)), string.Join("\n", report.Checks));
        Assert.Equal(failing.Length == 0, report.Passed);
        Assert.All(failed, check => Assert.NotNull(check.Detail));
    }

    [Fact]
    public void A_finding_says_where()
    {
        var report = ArchitectureVerifier.Verify(
            Spec(nameof(FaultyArchitectures.IgnoringPadding)), new VerificationOptions { Length = 6 });
        Assert.Contains("blocks.0.branch0_ssm (MeanRemover) has 4 parameters, stated are 5", Detail(Count));
        Assert.Contains("sequence 1 of", Detail(Padding));
        Assert.Contains("branch0_ssm (MeanRemover) derives from SequenceLayer, not from StreamingLayer", Detail(Forms));
        Assert.Contains("norm takes statistics over positions", Detail(Forms));

        string? Detail(string name) => report.Checks.Single(check => check.Name == name).Detail;
    }

    [Fact]
    public void The_report_is_the_same_every_time_and_leaves_the_generator_alone()
    {
        manual_seed(9);
        using var expected = randn(3);
        manual_seed(9);
        var first = ArchitectureVerifier.Verify(
            Spec(nameof(FaultyArchitectures.Sound)), new VerificationOptions { Length = 6 });
        using var drawn = randn(3);
        Assert.Equal(expected, drawn);
        var second = ArchitectureVerifier.Verify(
            Spec(nameof(FaultyArchitectures.Sound)), new VerificationOptions { Length = 6 });
        Assert.Equal(first.Checks, second.Checks);
    }

    [Fact]
    public void Options_out_of_range_are_refused_and_a_cancellation_is_heard()
    {
        var spec = Spec(nameof(FaultyArchitectures.Sound));
        Assert.Throws<ArgumentOutOfRangeException>(() => ArchitectureVerifier.Verify(spec, new VerificationOptions { Batch = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => ArchitectureVerifier.Verify(spec, new VerificationOptions { Length = 41 }));
        Assert.Throws<ArgumentOutOfRangeException>(
            () => ArchitectureVerifier.Verify(spec, new VerificationOptions { GradientSamples = -1 }));
        Assert.Throws<OperationCanceledException>(
            () => ArchitectureVerifier.Verify(spec, cancellation: new CancellationToken(canceled: true)));
    }

    private static ArchitectureSpec Spec(string architecture) =>
        (ArchitectureSpec)typeof(FaultyArchitectures).GetNestedType(architecture)!.GetProperty(nameof(IArchitecture.Spec))!.GetValue(null)!;
}
