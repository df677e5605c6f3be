using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Tests;

/// <summary>Variants of rules beyond their pages: other places, other wordings, and declarations that break several at once.</summary>
public sealed partial class ReportingTests
{
    [Theory]
    [InlineData("vocabulary: 0, classes: 10, maxLength: 64", "0", "SequenceClassifier: vocabulary is 0, but must be at least 1; use 1")]
    [InlineData("20, 1, 64", "1", "SequenceClassifier: classes is 1, but must be at least 2; use 2")]
    [InlineData("vocabulary: 20, maxLength: -5, classes: 2", "-5", "SequenceClassifier: maxLength is -5, but must be at least 1; use 1")]
    public void Numbers_of_the_head(string arguments, string span, string message) =>
        AssertReported(
            Declared.Class($"[SequenceClassifier({arguments})]\n[Backbone(features: 8, depth: 1)]\n[S4Branch(StateSize = 2)]"),
            ("SDSL101", span, message));

    [Theory]
    [InlineData("features: -8, depth: 1", "-8", "Backbone: features is -8, but must be at least 1; use 1")]
    [InlineData("features: 8, depth: 1, Dropout = 1.0", "1.0", "Backbone: Dropout is 1, but must be at least 0 and less than 1; use 0")]
    [InlineData(
        "features: 8, depth: 1, Dropout = double.NaN",
        "double.NaN",
        "Backbone: Dropout is NaN, but must be at least 0 and less than 1; use 0")]
    public void Numbers_of_the_backbone(string arguments, string span, string message) =>
        AssertReported(Declared.Classifier($"[Backbone({arguments})]\n[S4Branch(StateSize = 2)]"), ("SDSL101", span, message));

    [Theory]
    [InlineData("CompressionRate = 0.0", "0.0", "CompressionRate is 0, but must be greater than 0 and at most 1; use 0.5")]
    [InlineData("CompressionRate = 1.5", "1.5", "CompressionRate is 1.5, but must be greater than 0 and at most 1; use 0.5")]
    [InlineData("CompressionRate = 0.5, WindowSize = 0", "0", "WindowSize is 0, but must be at least 1; use 1")]
    [InlineData("CompressionRate = 0.5, TimeBasis = -1", "-1", "TimeBasis is -1, but must be at least 1; use 1")]
    [InlineData("StateSize = 0", "0", "StateSize is 0, but must be a multiple of 2, at least 2 and at most 1024; use 2")]
    [InlineData("StateSize = 1025", "1025", "StateSize is 1025, but must be a multiple of 2, at least 2 and at most 1024; use 1024")]
    [InlineData("StateSize = 5 + 4", "5 + 4", "StateSize is 9, but must be a multiple of 2, at least 2 and at most 1024; use 8 or 10")]
    public void Options_of_a_branch(string options, string span, string message) =>
        AssertReported(
            Declared.Classifier($"[Backbone(features: 8, depth: 1)]\n[S4Branch({options})]"),
            ("SDSL102", span, "Branch 0 (S4Branch): " + message));

    [Theory]
    [InlineData("[S4Branch(Copies = 3)]", "3", "S4Branch", "Copies is 3, but must be a divisor of Features, 8; use 2 or 4")]
    [InlineData("[S4DBranch(Copies = 3)]", "3", "S4DBranch", "Copies is 3, but must be a divisor of Features, 8; use 2 or 4")]
    [InlineData("[S4Branch(Copies = 99)]", "99", "S4Branch", "Copies is 99, but must be a divisor of Features, 8; use 8")]
    [InlineData("[S4Branch(MinDelta = 0.5)]", "0.5", "S4Branch", "MaxDelta is 0.1, but must be at least MinDelta, 0.5; use 0.5")]
    [InlineData(
        "[S4Branch(MinDelta = 0.5, MaxDelta = 0.25)]", "0.25", "S4Branch", "MaxDelta is 0.25, but must be at least MinDelta, 0.5; use 0.5")]
    [InlineData(
        "[S4Branch(Initialisation = Initialisation.LegT)]",
        "Initialisation.LegT",
        "S4Branch",
        "Rank is 1, but must be at least 2 with Initialisation LegT; use 2")]
    [InlineData(
        "[S4Branch(Rank = 1, Initialisation = Initialisation.LegT)]",
        "1",
        "S4Branch",
        "Rank is 1, but must be at least 2 with Initialisation LegT; use 2")]
    [InlineData(
        "[S4Branch(Initialisation = Initialisation.Hippo)]",
        "Initialisation.Hippo",
        "S4Branch",
        "Copies is 1, but must be a multiple of 2 with Initialisation Hippo; use 2")]
    [InlineData(
        "[S4DBranch(Initialisation = Initialisation.LegS)]",
        "Initialisation.LegS",
        "S4DBranch",
        "Initialisation is LegS, but must be DiagonalLegS or DiagonalLinear or DiagonalInverse or DiagonalInverse2 or DiagonalQuadratic or "
            + "DiagonalReal or DiagonalRandom or Diagonal; use DiagonalLinear")]
    public void Options_that_do_not_go_together(string branch, string span, string name, string message) =>
        AssertReported(
            Declared.Classifier($"[Backbone(features: 8, depth: 1)]\n{branch}"), ("SDSL102", span, $"Branch 0 ({name}): {message}"));

    [Theory]
    [InlineData(
        "[S4DBranch(Initialisation = Initialisation.Diagonal)]",
        "Initialisation.Diagonal",
        "Features is 9, but must be a multiple of 2 with Initialisation Diagonal; use 10")]
    [InlineData(
        "[S4DBranch(Initialisation = Initialisation.Diagonal, Features = 9)]",
        "9",
        "Features is 9, but must be a multiple of 2 with Initialisation Diagonal; use 10")]
    [InlineData(
        "[OfficialLiquidS4Branch(Initialisation = Initialisation.Hippo)]",
        "Initialisation.Hippo",
        "Features is 9, but must be a multiple of 2 with Initialisation Hippo; use 10")]
    public void A_width_that_an_initialisation_cannot_halve(string branch, string span, string message) =>
        AssertReported(
            Declared.Classifier($"[Backbone(features: 9, depth: 1)]\n{branch}"),
            ("SDSL102", span, $"Branch 0 ({branch[1..branch.IndexOf('(')]}): {message}"));

    [Theory]
    [InlineData("[S4Branch(Copies = 4)]")]
    [InlineData("[S4DBranch(Copies = 2, Initialisation = Initialisation.Diagonal, DeltaTied = false)]")]
    [InlineData("[S4Branch(MinDelta = 0.1)]")]
    [InlineData("[S4Branch(Rank = 2, Initialisation = Initialisation.LegT)]")]
    [InlineData("[S4Branch(Copies = 2, Initialisation = Initialisation.Hippo)]")]
    [InlineData("[S4DBranch(Initialisation = Initialisation.DiagonalReal)]")]
    public void Options_that_go_together(string branch)
    {
        Assert.Empty(Report(Declared.Classifier($"[Backbone(features: 8, depth: 1)]\n{branch}")));
        using var model = GeneratedAssembly.Create(
            GeneratedAssembly.Compile(Declared.Classifier($"[Backbone(features: 8, depth: 1)]\n{branch}")), "Demo.Model");
        Assert.NotEmpty(model.Module.parameters());
    }

    [Fact]
    public void A_default_that_does_not_fit_is_reported_at_the_attribute() =>
        AssertReported(
            Declared.Class(
                "[SequenceClassifier(vocabulary: 20, classes: 10, maxLength: 4)]\n[Backbone(features: 8, depth: 1)]\n"
                    + "[S4Branch(CompressionRate = 0.5)]"),
            ("SDSL103", "S4Branch", "Branch 0 (S4Branch): a window of 6 does not fit sequences of at most 4 tokens; use at most 4"));

    [Theory]
    [InlineData("Features = 5", "Features = 4", "4", "5 + 4 = 9 are not the backbone's 8; use 3 for branch 1")]
    [InlineData("Features = 20", "StateSize = 2", "20", "20 + 4 = 24 are not the backbone's 8; use 4 for branch 0")]
    [InlineData("Features = 20", "Features = 4", "4", "20 + 4 = 24 are not the backbone's 8; use features: 24 in the backbone")]
    public void Features_of_several_branches(string first, string second, string span, string message) =>
        AssertReported(
            Declared.Classifier($"[Backbone(features: 8, depth: 1)]\n[S4Branch({first})]\n[S4Branch({second})]"),
            ("SDSL105", span, "The branches' features " + message));

    [Theory]
    [InlineData("public static partial class Model;", "static", "static")]
    [InlineData("public partial record Model;", "record", "a record")]
    [InlineData("public partial record class Model;", "record", "a record")]
    [InlineData("file partial class Model;", "file", "local to its file")]
    public void Kinds_of_classes(string declaration, string span, string kind) =>
        AssertReported(
            Declared.Whole(declaration),
            ("SDSL203", span, $"Model is {kind}, but a module is an ordinary class; use 'partial class Model'"));

    [Fact]
    public void A_model_in_a_generic_type() =>
        AssertReported(
            "using SerpentDsl; public partial class Outer<T> {\n[SequenceClassifier(20, 10, 64), Backbone(8, 1), S4Branch(StateSize = 2)]\n"
                + "public partial class Model; }",
            (
                "SDSL204",
                "Model",
                "Model has type parameters, or is nested in a type that has; an architecture is one fixed model: remove them"));

    [Fact]
    public void A_quick_version_without_a_head()
    {
        var found = Report(Declared.Classifier(
            "[Backbone(features: 8, depth: 1)]\n[S4Branch(StateSize = 2)]\n[Recipe(typeof(int), Quick = typeof(string))]"));
        Assert.Contains(
            "SDSL404 at typeof(string): Recipe: string cannot be the quick version of Model, because it declares no architecture; use "
                + "another class with a head, such as [SequenceClassifier]",
            found);
    }

    [Fact]
    public void A_quick_version_with_another_head()
    {
        const string branch = "[Backbone(features: 8, depth: 1)]\n[S4Branch(StateSize = 2)]\n";
        var source = Declared.Classifier(branch + "[Recipe(typeof(int), Quick = typeof(Small))]")
            + $"\n[SequenceRegressor(inputs: 1, outputs: 1, maxLength: 8)]\n{branch}public sealed partial class Small;\n";
        Assert.Contains(
            "SDSL404 at typeof(Small): Recipe: Small cannot be the quick version of Model, because it has another head, "
                + "[SequenceRegressor]; use another class with a head, such as [SequenceClassifier]",
            Report(source));
    }

    [Fact]
    public void A_plateau_without_patience() =>
        Assert.Contains(
            "SDSL405 at Recipe: Recipe: Patience = 0 has no effect with Schedule.Plateau; use a patience of at least 1 epoch, such as 10, "
                + "or Schedule.Constant",
            Report(
                Declared.Classifier(
                    "[Backbone(features: 8, depth: 1)]\n[S4Branch(StateSize = 2)]\n[Recipe(typeof(int), Schedule = Schedule.Plateau)]")));

    [Fact]
    public void An_average_that_never_takes_up_a_step() =>
        Assert.Contains(
            Report(
                Declared.Classifier("[Backbone(features: 8, depth: 1)]\n[S4Branch(StateSize = 2)]\n[Recipe(typeof(int), EmaDecay = 1.0)]")),
            report => report.StartsWith("SDSL401 at 1.0: Recipe: EmaDecay is 1, but must be", StringComparison.Ordinal));

    [Fact]
    public void Models_that_share_a_broken_backend_share_its_report()
    {
        const string source = """
            using SerpentDsl;

            [SequenceClassifier(20, 10, 64), Backbone(8, 1), EchoBranch]
            public sealed partial class One;

            [SequenceClassifier(20, 10, 64), Backbone(8, 1), EchoBranch]
            public sealed partial class Two;

            public sealed class EchoBranchAttribute : BranchAttribute;
            """;
        AssertReported(
            source,
            ("SDSL301", "EchoBranchAttribute", "EchoBranch is a branch attribute without a layer class; mark it [BranchLayer(typeof(…))]"));
    }

    [Fact]
    public void A_broken_declaration_adds_no_errors_of_the_compiler()
    {
        var source = Declared.Classifier("[Backbone(features: 8, depth: 0)]\n[S4Branch(StateSize = 2)]", """
            public sealed partial class Model;

            public static class User
            {
                public static Tensor Run(Tensor tokens, Tensor lengths)
                {
                    using Model model = new();
                    return Model.Spec.Parameters == Model.ParameterCount ? model.call(tokens) : model.forward(tokens, lengths);
                }
            }
            """);
        Assert.Equal("SDSL101", Assert.Single(Compilations.Compile(Compilations.Create(source))).Id);
    }

    [Theory]
    [InlineData("[S4Branch(StateSize = \"eight\")]")]
    [InlineData("[S4Branch(StateSizes = 8)]")]
    [InlineData("[S4Branch(8)]")]
    [InlineData("[S4Branch(Initialisation = )]")]
    public void What_the_compiler_rejects_the_generator_leaves_to_it(string branch)
    {
        var source = Declared.Classifier($"[Backbone(features: 8, depth: 1)]\n{branch}");
        Assert.DoesNotContain(Report(source), found => found.StartsWith("SDSL", StringComparison.Ordinal));
        Assert.Contains(
            Compilations.Compile(Compilations.Create(source)),
            found => found.Severity == DiagnosticSeverity.Error && found.Id.StartsWith("CS", StringComparison.Ordinal));
    }

    private static void AssertReported(string source, params (string Id, string Span, string Message)[] expected) =>
        Assert.Equal(expected.Select(item => $"{item.Id} at {item.Span}: {item.Message}"), Report(source));

    private static string[] Report(string source)
    {
        return [
            .. Compilations.Report(source).Select(
                found => $"{found.Id} at {found.Location.SourceTree?.GetText().ToString(found.Location.SourceSpan)}: {found.GetMessage()}")
        ];
    }
}
