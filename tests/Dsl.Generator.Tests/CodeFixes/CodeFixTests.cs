using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using SerpentDsl.Generator.CodeFixes;

namespace SerpentDsl.Generator.Tests.CodeFixes;

/// <summary>
/// Code fixes, tried on the wrong code of the help pages: what they write, and that the compiler has nothing left to say.
/// </summary>
public sealed class CodeFixTests
{
    private const string Head = "[SequenceClassifier(vocabulary: 20, classes: 10, maxLength: 2048)]\n";

    public static TheoryData<string> FixableIds =>
        [.. FixWorkspace.Providers.SelectMany(provider => provider.FixableDiagnosticIds).Distinct().Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(FixableIds))]
    public async Task Every_fix_leaves_nothing_to_say(string id)
    {
        using FixWorkspace original = new(RulePage.Read(id).Wrong);
        var count = (await original.OffersAsync(Assert.Single(await original.ReportAsync()))).Count;
        Assert.NotEqual(0, count);
        for (var i = 0; i < count; i++)
        {
            using FixWorkspace workspace = new(RulePage.Read(id).Wrong);
            var (_, action) = (await workspace.OffersAsync(Assert.Single(await workspace.ReportAsync())))[i];
            await workspace.ApplyAsync(action);
            Assert.True(
                (await workspace.ReportAsync()).IsEmpty,
                $"{action.Title}: {string.Join("\n", await workspace.ReportAsync())}\n{workspace.Texts[0]}");
        }
    }

    [Theory]
    [MemberData(nameof(FixableIds))]
    public async Task Every_fix_applies_to_all_documents_at_once(string id)
    {
        var wrong = RulePage.Read(id).Wrong;
        using FixWorkspace single = new(wrong);
        var (provider, action) = (await single.OffersAsync(Assert.Single(await single.ReportAsync())))[0];
        await single.ApplyAsync(action);

        string[] names = ["First", "Second", "Third"];
        using FixWorkspace all = new([.. names.Select(name => InNamespace(wrong, name))]);
        await all.ApplyToAllAsync(provider, action, id);
        Assert.Equal(names.Select(name => InNamespace(single.Texts[0], name)), all.Texts);
        Assert.Empty(await all.ReportAsync());

        static string InNamespace(string source, string name) =>
            source.Replace("namespace Demo;", $"namespace {name};", StringComparison.Ordinal);
    }

    /// <summary>What a page's wrong code becomes, exactly.</summary>
    [Theory]
    [InlineData("SDSL201", "Declare Model partial", "sealed class", "sealed partial class")]
    [InlineData("SDSL202", "Declare Models partial", "public static class Models", "public static partial class Models")]
    [InlineData("SDSL206", "Add [Backbone(features: 128, depth: 6)]", Head, Head + "[Backbone(features: 128, depth: 6)]\n")]
    [InlineData("SDSL207", "Add [S4Branch]", "depth: 2)]\n", "depth: 2)]\n[S4Branch]\n")]
    [InlineData("SDSL208", "Add [SequenceClassifier(vocabulary: 20, classes: 10, maxLength: 2048)]", "[Backbone", Head + "[Backbone")]
    [InlineData("SDSL211", "Rename to BlockModel", "partial class Block", "partial class BlockModel")]
    [InlineData("SDSL103", "Set WindowSize to 32", "WindowSize = 40", "WindowSize = 32")]
    [InlineData("SDSL106", "Set Norm to Rms", "(Norm)7", "Norm.Rms")]
    [InlineData("SDSL240", "Remove CompressionRate", "(CompressionRate = 1)", "")]
    [InlineData("SDSL240", "Set CompressionRate to 0.5", "CompressionRate = 1", "CompressionRate = 0.5")]
    [InlineData("SDSL308", "Set Taps to 1", "[EchoBranch]", "[EchoBranch(Taps = 1)]")]
    [InlineData("SDSL315", "Use 9", "DefaultValue(12)", "DefaultValue(9)")]
    [InlineData("SDSL321", "Set AllowMultiple to true", "AttributeTargets.Class", "AttributeTargets.Class, AllowMultiple = true")]
    [InlineData(
        "SDSL323",
        "Add the option Label",
        "    public EchoBranchAttribute(string label)\n    {\n",
        "    public string Label { get; }\n\n    public EchoBranchAttribute(string label)\n    {\n        Label = label;\n")]
    [InlineData("SDSL407", "Remove Patience", ", Patience = 10", "")]
    [InlineData("SDSL407", "Set Patience to 3", "Patience = 10", "Patience = 3")]
    public async Task The_text_that_comes_out(string id, string title, string before, string after)
    {
        var wrong = RulePage.Read(id).Wrong;
        using FixWorkspace workspace = new(wrong);
        List<(CodeFixProvider, CodeAction Action)> offers = await workspace.OffersAsync(Assert.Single(await workspace.ReportAsync()));
        Assert.Contains(title, offers.Select(offer => offer.Action.Title));
        await workspace.ApplyAsync(offers.First(offer => offer.Action.Title == title).Action);
        Assert.Contains(before, wrong, StringComparison.Ordinal);
        Assert.Equal(wrong.Replace(before, after, StringComparison.Ordinal), workspace.Texts[0]);
    }

    /// <summary>
    /// Where the pages do not go: positional arguments, arguments that are not there, one line, no attribute, another document.
    /// </summary>
    [Theory]
    [InlineData(
        "[SequenceClassifier(0, 10, 64), Backbone(8, 1), S4Branch] partial class M;",
        "[SequenceClassifier(1, 10, 64), Backbone(8, 1), S4Branch] partial class M;")]
    [InlineData(
        "[SequenceClassifier(9, 10, 64), Backbone(8, 1), S4Branch(Initialisation = Initialisation.LegT)] partial class M;",
        "[SequenceClassifier(9, 10, 64), Backbone(8, 1), S4Branch(Initialisation = Initialisation.LegT, Rank = 2)] partial class M;")]
    [InlineData(
        "[SequenceClassifier(9, 10, 4), Backbone(8, 1), S4Branch(CompressionRate = 0.5)] partial class M;",
        "[SequenceClassifier(9, 10, 4), Backbone(8, 1), S4Branch(CompressionRate = 0.5, WindowSize = 4)] partial class M;")]
    [InlineData(
        "[SequenceClassifier(9, 10, 64), Backbone(8, 1), S4Branch]\nclass M;",
        "[SequenceClassifier(9, 10, 64), Backbone(8, 1), S4Branch]\npartial class M;")]
    [InlineData(
        "[SequenceClassifier(9, 10, 64), Backbone(8, 1), S4Branch] partial record M;",
        "[SequenceClassifier(9, 10, 64), Backbone(8, 1), S4Branch] partial class M;")]
    [InlineData(
        "[SequenceClassifier(9, 10, 64), Backbone(8, 1), S4Branch] partial record class M;",
        "[SequenceClassifier(9, 10, 64), Backbone(8, 1), S4Branch] partial class M;")]
    [InlineData(
        "[SequenceClassifier(9, 10, 64), Backbone(8, 1), S4Branch] partial class M : List<int>, ICloneable { public object Clone() => "
            + "this; }",
        "[SequenceClassifier(9, 10, 64), Backbone(8, 1), S4Branch] partial class M : ICloneable { public object Clone() => this; }")]
    [InlineData(
        "[SequenceClassifier(9, 10, 64), S4Branch] partial class M;",
        "[SequenceClassifier(9, 10, 64), S4Branch] [Backbone(features: 128, depth: 6)] partial class M;")]
    [InlineData(
        "/// <summary>Mine.</summary>\n[Backbone(8, 1)]\n[S4Branch]\npartial class M;",
        "/// <summary>Mine.</summary>\n[SequenceClassifier(vocabulary: 20, classes: 10, maxLength: 2048)]\n[Backbone(8, 1)]\n[S4Branch]\n"
            + "partial class M;")]
    [InlineData(
        "[SequenceClassifier(9, 10, 64), Backbone(8, 1), SerpentDsl.S4Branch(WindowSize = 3, StateSize = 4)] partial class M;",
        "[SequenceClassifier(9, 10, 64), Backbone(8, 1), SerpentDsl.S4Branch(StateSize = 4)] partial class M;")]
    public async Task First_offers(string before, string after)
    {
        const string usings =
            "using System;\nusing System.Collections.Generic;\nusing SerpentDsl;\nusing SerpentDsl.Ssm;\nnamespace Demo;\n";
        using FixWorkspace workspace = new(usings + before);
        var found = (await workspace.ReportAsync()).First(diagnostic => diagnostic.Id.StartsWith("SDSL", StringComparison.Ordinal));
        await workspace.ApplyAsync((await workspace.OffersAsync(found))[0].Action);
        Assert.Equal(usings + after, workspace.Texts[0]);
        Assert.Empty(await workspace.ReportAsync());
    }

    [Fact]
    public async Task A_task_in_another_document_gets_its_constructor()
    {
        var page = RulePage.Read("SDSL403").Wrong;
        var task = page.IndexOf(
            "public sealed class", page.IndexOf("partial class Model", StringComparison.Ordinal), StringComparison.Ordinal);
        var usings = page[..page.IndexOf("[SequenceClassifier", StringComparison.Ordinal)];
        using FixWorkspace workspace = new(page[..task], usings + page[task..]);
        await workspace.ApplyAsync((await workspace.OffersAsync(Assert.Single(await workspace.ReportAsync())))[0].Action);
        Assert.Equal(page[..task], workspace.Texts[0]);
        Assert.Contains("public Echoes()", workspace.Texts[1], StringComparison.Ordinal);
        Assert.Empty(await workspace.ReportAsync());
    }

    [Fact]
    public void Fixes_are_many_and_apart_from_the_generator()
    {
        Assert.InRange(FixableIds.Count, 12, int.MaxValue);
        Assert.DoesNotContain(
            "Microsoft.CodeAnalysis.Workspaces", typeof(ModelGenerator).Assembly.GetReferencedAssemblies().Select(name => name.Name));
        Assert.Equal(
            typeof(DeclarationFix).Assembly.GetTypes().Where(type => typeof(CodeFixProvider).IsAssignableFrom(type) && !type.IsAbstract),
            FixWorkspace.Providers.Select(provider => provider.GetType()));
    }
}
