using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SerpentDsl.Generator.Reporting;

namespace SerpentDsl.Generator.Tests;

/// <summary>Ledgers against declarations, as the compiler reports them.</summary>
public sealed class WeightsRuleTests
{
    private static readonly WeightsPage s_page = WeightsPage.Read("SDSL510");

    public static TheoryData<string> Ids => ["SDSL510", "SDSL511", "SDSL512"];

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_wrong_pair_is_reported_as_the_page_says(string id)
    {
        var page = WeightsPage.Read(id);
        var found = Assert.Single(Report(page.Wrong, (WeightsPage.LedgerName, page.WrongLedger)));
        Assert.Equal((id, page.Span, page.Message), (found.Id, TextAt(found, page.WrongLedger), found.GetMessage()));
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public void The_right_pair_is_not_reported(string id)
    {
        var page = WeightsPage.Read(id);
        Assert.Empty(Report(page.Right, (WeightsPage.LedgerName, page.RightLedger)));
    }

    [Fact]
    public void A_pragma_silences_changed_weights() =>
        Assert.Empty(
            Report(
                "#pragma warning disable SDSL510\n" + s_page.Wrong,
                (WeightsPage.LedgerName, s_page.WrongLedger)).Where(found => !found.IsSuppressed));

    [Fact]
    public void Without_a_ledger_nothing_is_compared() => Assert.Empty(Report(s_page.Wrong));

    [Fact]
    public void Files_that_end_otherwise_are_no_ledgers() => Assert.Empty(Report(s_page.Wrong, ("Model.txt", s_page.WrongLedger)));

    [Fact]
    public void A_second_ledger_of_one_architecture_is_reported_at_its_head()
    {
        var found = Assert.Single(Report(s_page.Right, ("A.weights", s_page.RightLedger), ("B.weights", s_page.RightLedger)));
        Assert.Equal((Rules.PinnedTwice.Id, "B.weights"), (found.Id, found.Location.GetLineSpan().Path));
        Assert.Equal("Demo.Model is already pinned in A.weights; delete one of the two ledgers", found.GetMessage());
        Assert.Equal("architecture Demo.Model", TextAt(found, s_page.RightLedger));
    }

    [Theory]
    [InlineData(
        "StateSize = 2",
        "StateSize = 4",
        "reshaped blocks.0-1.branch0_ssm.log_A_real from float32 [8, 1] to float32 [8, 2], blocks.0-1.branch0_ssm.A_imag from float32 [8, "
            + "1] to float32 [8, 2], blocks.0-1.branch0_ssm.C from float32 [2, 8, 1, 2] to float32 [2, 8, 2, 2]")]
    [InlineData(
        "depth: 2",
        "depth: 1",
        "removed blocks.1.branch0_ssm.D float32 [8], blocks.1.branch0_ssm.log_dt float32 [8], blocks.1.branch0_ssm.log_A_real float32 [8, "
            + "1], blocks.1.branch0_ssm.A_imag float32 [8, 1], blocks.1.branch0_ssm.C float32 [2, 8, 1, 2], blocks.1.norm.weight float32 "
            + "[8], blocks.1.norm.bias float32 [8], blocks.1.norm.running_mean float32 [8], blocks.1.norm.running_var float32 [8]")]
    [InlineData(
        ", FinalNorm = false",
        "",
        "added final_norm.weight float32 [8], final_norm.bias float32 [8], final_norm.running_mean float32 [8], final_norm.running_var "
            + "float32 [8]")]
    [InlineData("vocabulary: 20", "vocabulary: 21", "reshaped embedding.weight from float32 [20, 8] to float32 [21, 8]")]
    public void Every_kind_of_change_is_told(string was, string isNow, string change)
    {
        var changed = s_page.Right.Replace(was, isNow, StringComparison.Ordinal);
        Assert.NotEqual(s_page.Right, changed);
        var found = Assert.Single(Report(changed, (WeightsPage.LedgerName, s_page.RightLedger)));
        Assert.Equal(
            $"Model: checkpoints as pinned in Model.weights no longer load: {change}; undo the change, or pin the new weights by 'dotnet "
                + "run --project RUNNER -p:SerpentPin=true -- weights Demo.Model --pin', RUNNER being the program that trains it",
            found.GetMessage());
    }

    [Theory]
    [InlineData("namespace SerpentDsl.Experiments; static class SerpentCommandLine;", "")]
    [InlineData("", ", once the program references SerpentDsl.Experiments and passes its arguments to SerpentCommandLine.Run")]
    public void A_program_pins_its_own_weights(string runner, string condition)
    {
        var program = Compilations.Create($"{s_page.Wrong}\nstatic class Program {{ static void Main() {{ }} }}");
        program = program.AddSyntaxTrees(CSharpSyntaxTree.ParseText(runner, (CSharpParseOptions)program.SyntaxTrees.First().Options))
            .WithOptions(program.Options.WithOutputKind(OutputKind.ConsoleApplication));
        var found = Assert.Single(Compilations.Compile(program, new MemoryText(WeightsPage.LedgerName, s_page.WrongLedger)));
        Assert.EndsWith(
            $"; undo the change, or pin the new weights by 'dotnet run -p:SerpentPin=true -- weights Demo.Model --pin'{condition}",
            found.GetMessage(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_tensor_of_the_same_form_under_another_name_probably_was_renamed()
    {
        var ledger = s_page.RightLedger.Replace("branch0_ssm.log_dt ", "branch0_ssm.log_delta ", StringComparison.Ordinal);
        Assert.NotEqual(s_page.RightLedger, ledger);
        var found = Assert.Single(Report(s_page.Right, (WeightsPage.LedgerName, ledger)));
        Assert.Contains(
            " no longer load: probably renamed blocks.0-1.branch0_ssm.log_delta to blocks.0-1.branch0_ssm.log_dt; undo",
            found.GetMessage());
    }

    [Fact]
    public void Blocks_may_be_pinned_one_by_one()
    {
        const string both = "blocks.0-1.norm.bias             float32 [8]\n";
        var ledger = s_page.RightLedger.Replace(
            both, "blocks.0.norm.bias float32 [8]\nblocks.1.norm.bias float32 [8]\n", StringComparison.Ordinal);
        Assert.NotEqual(s_page.RightLedger, ledger);
        Assert.Empty(Report(s_page.Right, (WeightsPage.LedgerName, ledger)));
        var gap = s_page.RightLedger.Replace(both, "blocks.1.norm.bias float32 [8]\n", StringComparison.Ordinal);
        Assert.Contains(
            "added blocks.0.norm.bias float32 [8];", Assert.Single(Report(s_page.Right, (WeightsPage.LedgerName, gap))).GetMessage());
    }

    [Fact]
    public void A_model_with_changed_weights_is_generated_all_the_same()
    {
        var run = Run(s_page.Wrong, (WeightsPage.LedgerName, s_page.WrongLedger)).GetRunResult().Results.Single();
        Assert.Contains("DescribeWeights", Assert.Single(run.GeneratedSources).SourceText.ToString());
    }

    private static GeneratorDriver Run(string source, params (string Name, string Content)[] ledgers) => Compilations
        .CreateDriver([.. ledgers.Select(ledger => new MemoryText(ledger.Name, ledger.Content))])
        .RunGenerators(Compilations.Create(source));

    private static ImmutableArray<Diagnostic> Report(string source, params (string Name, string Content)[] ledgers) =>
        Compilations.Compile(Compilations.Create(source), [.. ledgers.Select(ledger => new MemoryText(ledger.Name, ledger.Content))]);

    private static string TextAt(Diagnostic found, string ledger) => found.Location.SourceTree is { } tree
        ? tree.GetText().ToString(found.Location.SourceSpan)
        : ledger.Substring(found.Location.SourceSpan.Start, found.Location.SourceSpan.Length);
}
