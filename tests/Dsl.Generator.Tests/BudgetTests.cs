using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Tests;

/// <summary>Budgets against the figures of the same declaration.</summary>
public sealed class BudgetTests
{
    public static TheoryData<string> Figures => ["ParameterCount", "TrainingFlops", "TrainingBytes"];

    [Theory]
    [MemberData(nameof(Figures))]
    public void A_budget_of_just_the_figure_is_kept_and_one_less_is_not(string constant)
    {
        var option = constant == "ParameterCount" ? "Parameters" : constant;
        var figure = (long)GeneratedAssembly.Compile(Declared.SerpentS4ListOps)
            .GetType("Demo.SerpentS4ListOps")!.GetField(constant)!.GetRawConstantValue()!;
        Assert.Empty(Report(With($"{option} = {figure}")));

        var found = Assert.Single(Report(With($"{option} = {figure - 1}")));
        Assert.Equal($"{figure - 1}", found.Location.SourceTree!.GetText().ToString(found.Location.SourceSpan));
        Assert.Contains($"{option} is {figure.ToString("N0", System.Globalization.CultureInfo.InvariantCulture)}", found.GetMessage());
    }

    [Theory]
    [InlineData("Parameters = 500_000")]
    [InlineData("Parameters = 140_000")]
    [InlineData("Parameters = 90_000")]
    [InlineData("TrainingFlops = 2_000_000")]
    [InlineData("TrainingBytes = 9_000")]
    public void What_the_message_suggests_is_within_the_budget_and_the_next_larger_is_not(string budget)
    {
        var message = Assert.Single(Report(With(budget))).GetMessage();
        var suggestions = Regex.Matches(message, @"(features|depth): (\d+)");
        Assert.NotEmpty(suggestions);
        foreach (Match suggestion in suggestions)
        {
            var option = suggestion.Groups[1].Value;
            int value = int.Parse(suggestion.Groups[2].Value), step = option == "features" ? 2 : 1;
            Assert.Empty(Report(Replace(With(budget), option, value)));
            Assert.Single(Report(Replace(With(budget), option, value + step)));
        }
    }

    [Fact]
    public void A_budget_that_nothing_fits_says_so() =>
        Assert.EndsWith(
            ": no smaller width or depth is within it: choose other branches, or raise Parameters",
            Assert.Single(Report(With("Parameters = 20"))).GetMessage(),
            StringComparison.Ordinal);

    [Fact]
    public void Widths_that_branches_set_themselves_are_left_alone()
    {
        var message = Assert.Single(
            Report(
                Declared.ThreeBranches.Replace("public sealed", "[Budget(Parameters = 5_000)]\npublic sealed", StringComparison.Ordinal)),
            found => found.Severity == DiagnosticSeverity.Error).GetMessage();
        Assert.DoesNotContain("features:", message, StringComparison.Ordinal);
        Assert.Contains("depth: 1", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Parameters = 0")]
    [InlineData("TrainingBytes = -1")]
    public void A_limit_below_one_is_out_of_range(string budget) => Assert.Equal("SDSL101", Assert.Single(Report(With(budget))).Id);

    [Fact]
    public void Several_limits_are_reported_each_at_its_own() =>
        Assert.Equal(
            ["SDSL501", "SDSL502", "SDSL503"],
            Report(With("Parameters = 1_000, TrainingFlops = 1_000, TrainingBytes = 1_000")).Select(found => found.Id));

    private static string With(string budget) =>
        Declared.SerpentS4ListOps.Replace("public sealed", $"[Budget({budget})]\npublic sealed", StringComparison.Ordinal);

    private static string Replace(string source, string option, int value) =>
        Regex.Replace(source, $@"{option}: \d+", $"{option}: {value}");

    private static IEnumerable<Diagnostic> Report(string source) => Compilations.Compile(Compilations.Create(source));
}
