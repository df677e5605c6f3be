using System.Collections.Immutable;
using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using SerpentDsl.Generator.Check;
using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Reporting;
using SerpentDsl.Testing;

namespace SerpentDsl.Generator.Tests;

/// <summary>
/// The catalogue of diagnostics, the release ledger and the help pages agree, and each page with what the compiler does: its wrong code is
/// reported at that place in those words, its right code, which differs little, is not.
/// </summary>
public sealed partial class RuleTests
{
    public static TheoryData<string> Ids => [.. Catalogue.Select(rule => rule.Id)];

    private static ImmutableArray<DiagnosticDescriptor> Catalogue => Rules.All;

    [Fact]
    public void Every_rule_has_a_page_and_every_page_a_rule()
    {
        string[] pages =
        [
            .. Directory.GetFiles(RulePage.Folder, "*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal)!
        ];
        Assert.Equal(Catalogue.Select(rule => rule.Id).Order(StringComparer.Ordinal), pages);
    }

    [Fact]
    public void The_index_of_diagnostics_has_every_rule_with_its_severity_and_title()
    {
        var index = File.ReadAllText(RepositoryRoot.Combine("docs", "reference", "diagnostics.md"));
        Assert.All(Catalogue, rule => Assert.Contains(
            $"| [{rule.Id}](diagnostics/{rule.Id}.md) | {rule.DefaultSeverity} | {rule.Title} |\n", index, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_rule_is_in_the_release_ledger_and_nothing_else_is()
    {
        var ledger = File.ReadAllText(RepositoryRoot.Combine("Dsl.Generator", "AnalyzerReleases.Unshipped.md"));
        Assert.Equal(
            Catalogue.Select(rule => $"{rule.Id} | {rule.Category} | {rule.DefaultSeverity} | {rule.Title}").Order(StringComparer.Ordinal),
            LedgerRow().Matches(ledger).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_page_has_the_rules_head(string id)
    {
        var page = RulePage.Read(id);
        DiagnosticDescriptor rule = Catalogue.Single(rule => rule.Id == id);
        Assert.Equal(
            (id, rule.Title.ToString(), rule.DefaultSeverity.ToString(), rule.Category),
            (page.Id, page.Title, page.Severity, page.Category));
        Assert.True(File.Exists(RepositoryRoot.Combine([.. Rules.PageFolder.Split('/'), id + ".md"])));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_wrong_code_is_reported_as_the_page_says(string id)
    {
        var page = RulePage.Read(id);
        if (id == Rules.RuntimeMismatch.Id || id == Rules.LanguageTooOld.Id || id == Rules.MissingTorchSharp.Id
            || page.Category == WeightsPage.Category)
        {
            // No source alone breaks these; HostProjectTests has those about the project, WeightsRuleTests those about ledgers.
            Assert.Empty(page.Wrong);
            return;
        }

        var found = Assert.Single(Report(page.Wrong));
        Assert.Equal((id, page.Span, page.Message), (found.Id, TextAt(found), found.GetMessage()));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_right_code_is_not_reported(string id)
    {
        var page = RulePage.Read(id);
        if (page.Right.Length > 0)
        {
            Assert.Empty(Report(page.Right));
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void A_pragma_silences_the_rule(string id)
    {
        var page = RulePage.Read(id);
        if (page.Wrong.Length > 0)
        {
            Assert.Empty((Report($"#pragma warning disable {id}\n" + page.Wrong)).Where(found => !found.IsSuppressed));
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void An_editorconfig_decides_on_the_rule(string id)
    {
        var page = RulePage.Read(id);
        if (page.Wrong.Length > 0)
        {
            Assert.Empty(Report(page.Wrong, $"[*.cs]\ndotnet_diagnostic.{id}.severity = none"));
            var raised = Assert.Single(Report(page.Wrong, $"[*.cs]\ndotnet_diagnostic.{id}.severity = error"));
            Assert.Equal((id, DiagnosticSeverity.Error), (raised.Id, raised.Severity));
            var other = Assert.Single(Report(page.Wrong, $"[other.cs]\ndotnet_diagnostic.{id}.severity = none"));
            Assert.Equal((id, page.Severity), (other.Id, other.Severity.ToString()));
        }
    }

    [Theory]
    [InlineData("https://example.org/serpent", "https://example.org/serpent/blob/HEAD/{0}/SDSL201.md")]
    [InlineData("https://example.org/serpent/", "https://example.org/serpent/blob/HEAD/{0}/SDSL201.md")]
    [InlineData("", "")]
    [InlineData(null, "")]
    public void Help_links_are_absolute_or_there_are_none(string? projectUrl, string link)
    {
        Assert.Equal(string.Format(CultureInfo.InvariantCulture, link, Rules.PageFolder), Rules.HelpLink(projectUrl, "SDSL201"));
        Assert.All(
            Rules.All, rule => Assert.True(rule.HelpLinkUri.Length == 0 || Uri.TryCreate(rule.HelpLinkUri, UriKind.Absolute, out _)));
    }

    [Fact]
    public void A_runtime_without_a_needed_layer_is_reported()
    {
        var compilation = Compilations.Create(Declared.SerpentS4ListOps);
        var declaration = Compilations.CreateDriver().RunGenerators(compilation).GetRunResult().Results.Single()
            .TrackedSteps[TrackingNames.Declaration].Single().Outputs.Select(output => (Read.Declaration)output.Value).Single();
        Assert.NotNull(DeclarationChecker.Check(declaration).Model);
        var result = DeclarationChecker.Check(declaration with { RuntimeLayers = default });
        Assert.Null(result.Model);
        Assert.All(result.Findings, finding => Assert.Equal((Rules.RuntimeMismatch, Anchor.Head), (finding.Rule, finding.At)));
        Assert.Contains(result.Findings, finding => finding.Arguments.Contains(MetadataNames.CompressionLayer(isCausal: false)));
    }

    private static string? TextAt(Diagnostic found) => found.Location.SourceTree?.GetText().ToString(found.Location.SourceSpan);

    /// <summary>All that the analyzers and the compiler say.</summary>
    private static ImmutableArray<Diagnostic> Report(string source, string editorConfig = "") =>
        Compilations.Compile(EditorConfig.Apply(Compilations.Create(source), editorConfig));

    [GeneratedRegex("^(SDSL\\d{3} \\| [^|]+ \\| [^|]+ \\| [^,\\n]+), ", RegexOptions.Multiline)]
    private static partial Regex LedgerRow();
}
