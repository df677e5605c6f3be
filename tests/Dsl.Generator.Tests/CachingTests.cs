using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using SerpentDsl.Generator.Analyzers;
using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Tests;

/// <summary>What an edit makes the generator do again.</summary>
public sealed partial class CachingTests
{
    [Fact]
    public void A_comment_regenerates_nothing() =>
        AssertNothingRegenerated(Edit(Declared.Tiny, "// a new first line\n" + Declared.Tiny));

    [Fact]
    public void A_doc_comment_on_the_model_regenerates_nothing() =>
        AssertNothingRegenerated(
            Edit(
                Declared.Tiny,
                Declared.Tiny.Replace(
                    "[SequenceClassifier", "/// <summary>Mine.</summary>\n[SequenceClassifier", StringComparison.Ordinal)));

    [Fact]
    public void An_unrelated_type_regenerates_nothing() =>
        AssertNothingRegenerated(
            Edit(Declared.Tiny, Declared.Tiny + "\npublic static class Unrelated { public static int Answer => 42; }"));

    [Fact]
    public void Another_file_regenerates_nothing()
    {
        var first = Compilations.Create(Declared.Tiny);
        AssertNothingRegenerated(
            RunTwice(first, first.AddSyntaxTrees(CSharpSyntaxTree.ParseText("class Other;", Compilations.ParseOptions))));
    }

    [Fact]
    public void A_moved_declaration_regenerates_nothing() =>
        AssertNothingRegenerated(Edit(Declared.Tiny, Declared.Tiny.Replace("[Backbone", "\n\n    [Backbone", StringComparison.Ordinal)));

    [Fact]
    public void The_same_values_in_other_words_regenerate_nothing() =>
        AssertNothingRegenerated(
            Edit(Declared.Tiny, Declared.Tiny.Replace("vocabulary: 7", "vocabulary: 3 + 4", StringComparison.Ordinal)));

    [Fact]
    public void A_second_model_leaves_the_first_alone()
    {
        var run = Edit(
            Declared.Tiny,
            Declared.Tiny + "\n[SequenceClassifier(9, 2, 8), Backbone(4, 1), S4Branch(StateSize = 2)]\npublic partial class Second;");
        Assert.Equal(
            [IncrementalStepRunReason.New, IncrementalStepRunReason.Cached], Reasons(run, TrackingNames.Declaration).Order().Distinct());
        Assert.Equal([IncrementalStepRunReason.New, IncrementalStepRunReason.Cached], Reasons(run, TrackingNames.Plan).Order().Distinct());
        Assert.Equal(2, run.GeneratedSources.Length);
    }

    [Fact]
    public void A_changed_option_regenerates_the_model()
    {
        var run = Edit(Declared.Tiny, Declared.Tiny.Replace("maxLength: 24", "maxLength: 25", StringComparison.Ordinal));
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(run, TrackingNames.Declaration));
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(run, TrackingNames.Plan));
        Assert.Contains("MaxLength = 25", run.GeneratedSources.Single().SourceText.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_changed_backend_regenerates_its_models()
    {
        var source = Declared.WithBackend("""
            [BranchLayer(typeof(EchoLayer))]
            public sealed class EchoAttribute : BranchAttribute;

            [LayerParameter("weight", "Features")]
            public sealed class EchoLayer(int features) : SequenceLayer($"{features}")
            {
                public override Tensor forward(Tensor u, Tensor? lengths) => u.alias();
            }
            """);
        var run = Edit(source, source.Replace("\"Features\"", "\"Features\", \"3\"", StringComparison.Ordinal));
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(run, TrackingNames.Declaration));
        Assert.Contains(
            "\"EchoLayer\", \"[B, L, 8]\", \"[B, L, 8]\", Parameters: 24",
            run.GeneratedSources.Single().SourceText.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_moved_mistake_is_reported_at_its_new_place_and_regenerates_nothing()
    {
        var source = Declared.Tiny.Replace("StateSize = 4)", "StateSize = 5)", StringComparison.Ordinal);
        var run = Edit(source, "// first\n" + source);
        AssertUnchanged(Reasons(run, TrackingNames.Check));
        AssertNothingWritten(run);
        Assert.Equal([7], LinesOfMistakes("// first\n" + source));
    }

    [Fact]
    public void A_change_of_an_architecture_regenerates_its_variants()
    {
        const string base0 =
            "using SerpentDsl; [SequenceClassifier(7, 3, 24), Backbone(6, 2), S4Branch(StateSize = 4)] public sealed partial class Origin;";
        const string variant = "using SerpentDsl; [VariantOf(typeof(Origin)), Backbone(Features = 4)] public sealed partial class Variant;";
        var first = Compilations.Create(base0, variant, Declared.Tiny);
        var origin = first.SyntaxTrees[0];
        var run = RunTwice(
            first,
            first.ReplaceSyntaxTree(
                origin,
                CSharpSyntaxTree.ParseText(
                    base0.Replace("Backbone(6, 2)", "Backbone(6, 3)", StringComparison.Ordinal),
                    Compilations.ParseOptions,
                    origin.FilePath)));
        var reasons = Reasons(run, TrackingNames.Declaration);
        Assert.Equal(2, reasons.Count(reason => reason == IncrementalStepRunReason.Modified));
        Assert.Single(reasons, reason => reason is IncrementalStepRunReason.Unchanged or IncrementalStepRunReason.Cached);
        Assert.Contains(
            "Depth = 3;",
            run.GeneratedSources.Single(source => source.HintName == "Variant.g.cs").SourceText.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_moved_architecture_does_not_regenerate_its_variants()
    {
        const string base0 =
            "using SerpentDsl; [SequenceClassifier(7, 3, 24), Backbone(6, 2), S4Branch(StateSize = 4)] public sealed partial class Origin;";
        const string variant = "using SerpentDsl; [VariantOf(typeof(Origin)), Backbone(Features = 4)] public sealed partial class Variant;";
        var first = Compilations.Create(base0, variant);
        var origin = first.SyntaxTrees[0];
        AssertNothingRegenerated(RunTwice(
            first,
            first.ReplaceSyntaxTree(
                origin,
                CSharpSyntaxTree.ParseText("// moved\n" + base0 + " class Unrelated;", Compilations.ParseOptions, origin.FilePath))));
    }

    /// <summary>Not even the symbols of the declarations are asked for.</summary>
    [Fact]
    public void Typing_in_a_body_of_another_file_reads_nothing_again()
    {
        const string other = "class Other { int Answer() { return 1; } }";
        var run = EditSecondFile(Declared.Tiny, other, other.Replace("1", "1 + 1", StringComparison.Ordinal));
        Assert.All(Reasons(run, TrackingNames.Declaration), reason => Assert.Equal(IncrementalStepRunReason.Cached, reason));
        AssertNothingRegenerated(run);
    }

    [Fact]
    public void A_constant_of_another_file_regenerates_the_model_that_uses_it()
    {
        var model = Declared.Tiny.Replace("maxLength: 24", "maxLength: Sizes.Length", StringComparison.Ordinal);
        const string sizes = "static class Sizes { public const int Length = 24; }";
        var run = EditSecondFile(model, sizes, sizes.Replace("24", "25", StringComparison.Ordinal));
        Assert.Equal([IncrementalStepRunReason.Modified], Reasons(run, TrackingNames.Plan));
        Assert.Contains("MaxLength = 25", run.GeneratedSources.Single().SourceText.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_alias_of_a_head_may_stand_in_another_file()
    {
        var model = Declared.Tiny.Replace("[SequenceClassifier(", "[Head(", StringComparison.Ordinal);
        var run = EditSecondFile(model, "", "global using Head = SerpentDsl.SequenceClassifierAttribute;");
        Assert.Equal([IncrementalStepRunReason.New], Reasons(run, TrackingNames.Plan));
        Assert.Single(run.GeneratedSources);
    }

    [Fact]
    public void A_moved_backend_regenerates_nothing()
    {
        const string backend = "using SerpentDsl; public sealed class EchoAttribute : BranchAttribute;";
        AssertNothingRegenerated(EditSecondFile(Declared.Tiny, backend, "\n" + backend));
        Assert.Equal([1], LinesOfMistakes(Declared.Tiny, "\n" + backend));
    }

    // Without advice: the windows of the tiny model skip inputs.
    private static IEnumerable<int> LinesOfMistakes(params string[] sources) => Compilations.Report(sources)
        .Where(found => found.Severity != DiagnosticSeverity.Info)
        .Select(found => found.Location.GetLineSpan().StartLinePosition.Line);

    /// <summary>Analyzers see the generated part of a class; they must read the declaration that the generator read.</summary>
    [Theory]
    [InlineData(Declared.ThreeBranches)]
    [InlineData(Declared.TinyPair)]
    [InlineData(Declared.TiedLanguageModel)]
    [InlineData(Declared.Tiny + "\n[VariantOf(typeof(Tiny)), Backbone(Depth = 0)] public partial class Second;")]
    [InlineData(
        "using SerpentDsl; namespace N; [SequenceClassifier(9, 2, 8), Backbone(4, 1), S4Branch(StateSize = 2)] partial class Outer {\n"
            + "[SequenceClassifier(9, 2, 8), Backbone(4, 1), S4Branch(StateSize = 2)] public partial class Inner; }")]
    public void Generated_code_changes_no_declaration(string source)
    {
        var compilation = Compilations.Create(source);
        LocatedDeclaration[] before = Declarations(compilation), after = Declarations(Compilations.Expand(compilation).Expanded);
        Assert.NotEmpty(before);
        Assert.Equal(before, after);
        CheckCache checks = new();
        Assert.All(before.Zip(after), pair => Assert.Same(checks.Check(pair.First.Declaration), checks.Check(pair.Second.Declaration)));
    }

    [Fact]
    public void A_moved_declaration_is_not_checked_again()
    {
        CheckCache checks = new();
        Declaration Read(string source) => Declarations(Compilations.Create(source)).Single().Declaration;
        Assert.Same(checks.Check(Read(Declared.Tiny)), checks.Check(Read("// a new first line\n" + Declared.Tiny)));
        Assert.NotSame(
            checks.Check(Read(Declared.Tiny)), checks.Check(Read(Declared.Tiny.Replace("depth: 2", "depth: 3", StringComparison.Ordinal))));
    }

    [Theory]
    [InlineData(Declared.ThreeBranches)]
    [InlineData(Declared.TinyPair)]
    [InlineData(Declared.Tiny + "\n[VariantOf(typeof(Tiny))] public partial class Second;")]
    public void Only_values_leave_the_first_step(string source)
    {
        var run = Compilations.Run(source);
        foreach (var step in new[] { TrackingNames.Declaration, TrackingNames.Check, TrackingNames.Plan })
        {
            foreach (var value in run.TrackedSteps[step].SelectMany(found => found.Outputs).Select(output => output.Value))
            {
                AssertOnlyValues(value, step, []);
            }
        }
    }
}
