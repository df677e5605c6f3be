using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Tests;

public sealed partial class VariantTests
{
    [Fact]
    public void What_is_not_accessible_from_the_variants_assembly_is_reported()
    {
        var source = Source("").Replace("public sealed class Toy", "internal sealed class Toy", StringComparison.Ordinal);
        var (library, _) = Compilations.Expand(Compilations.Create(source).WithAssemblyName("Library"));
        using MemoryStream image = new();
        Assert.True(library.Emit(image).Success);
        var user = Compilations.Create("using SerpentDsl;\n[VariantOf(typeof(Demo.Baseline))]\npublic sealed partial class Model;")
            .AddReferences(MetadataReference.CreateFromImage(image.ToArray()));
        var found = Assert.Single(Compilations.Report(user));
        Assert.Equal(("SDSL402", "typeof(Demo.Baseline)"), (found.Id, TextAt(found)));
        Assert.Contains("Toy is not accessible here", found.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_wrong_with_a_combination_is_reported_at_the_attribute_that_takes_over() =>
        AssertReported(
            "[VariantOf(typeof(Baseline))]\n[SequenceClassifier(MaxLength = 4)]\n[S4Branch(CompressionRate = 0.5)]\n"
                + "[S4Branch(StateSize = 2, CompressionRate = 0.5, WindowSize = 4)]\n[S4Branch]\n[S4Branch(StateSize = 6)]\n"
                + "public sealed partial class Model;",
            ("SDSL103", "S4Branch", "Branch 1 (S4Branch): a window of 6 does not fit sequences of at most 4 tokens; use at most 4"),
            (
                "SDSL104",
                "typeof(Baseline)",
                "Backbone: 12 features cannot be shared equally by 5 branches; use 10 or 15, or set Features on every branch"));

    [Fact]
    public void Options_taken_over_are_reported_at_the_attribute_that_takes_over() =>
        AssertReported(
            "[VariantOf(typeof(Base))]\n[Backbone(Features = 9)]\npublic sealed partial class Model;\n" +
            "[SequenceClassifier(20, 10, 64)]\n[Backbone(12, 2)]\n[S4Branch(StateSize = 2, Copies = 4)]\npublic sealed partial class Base;",
            ("SDSL102", "typeof(Base)", "Branch 0 (S4Branch): Copies is 4, but must be a divisor of Features, 9; use 3 or 9"));

    [Fact]
    public void What_is_wrong_with_the_other_architecture_is_reported_there_alone()
    {
        AssertReported(
            "[VariantOf(typeof(Base))]\n[S4Branch(CompressionRate = 0.5)]\npublic sealed partial class Model;\n" +
            "[VariantOf(typeof(Model))]\npublic sealed partial class Grandchild;\n" +
            "[SequenceClassifier(20, 10, 64)]\n[Backbone(12, 0)]\n[S4Branch(StateSize = 3, TimeBasis = 2)]\n"
                + "public sealed partial class Base;",
            ("SDSL101", "0", "Backbone: depth is 0, but must be at least 1; use 1"),
            ("SDSL102", "3", "Branch 0 (S4Branch): StateSize is 3, but must be a multiple of 2, at least 2 and at most 1024; use 2 or 4"),
            (
                "SDSL108",
                "2",
                "Branch 0 (S4Branch): TimeBasis has no effect without CompressionRate; set CompressionRate, such as 0.5, or remove "
                    + "TimeBasis"));
    }

    [Fact]
    public void What_a_variant_sets_right_is_wrong_with_the_other_alone()
    {
        var source = Source(
            "[VariantOf(typeof(Base))]\n[Backbone(Depth = 1)]\npublic sealed partial class Model;\n" +
            "[SequenceClassifier(20, 10, 64)]\n[Backbone(12, 0)]\n[S4Branch(StateSize = 2)]\npublic sealed partial class Base;");
        Assert.Equal(["SDSL101"], Compilations.Report(source).Select(found => found.Id));
        Assert.Contains(
            "Depth = 1;",
            Compilations.Run(source).GeneratedSources.Single(file => file.HintName == "Demo.Model.g.cs").SourceText.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_circle_of_variants_is_reported_on_each_of_them_and_on_nothing_else() =>
        AssertReported(
            "[VariantOf(typeof(Two))]\npublic sealed partial class One;\n[VariantOf(typeof(One))]\npublic sealed partial class Two;\n"
                + "[VariantOf(typeof(One))]\npublic sealed partial class Three;",
            ("SDSL223", "typeof(Two)", "One is a variant of itself: One -> Two -> One; name another architecture in one of them"),
            ("SDSL223", "typeof(One)", "Two is a variant of itself: Two -> One -> Two; name another architecture in one of them"));

    [Theory]
    [InlineData("typeof(string)", "string", "declares no architecture")]
    [InlineData("typeof(int[])", "int[]", "declares no architecture")]
    [InlineData("null!", "null", "names no class")]
    [InlineData("typeof(System.Collections.Generic.List<>)", "List<>", "is generic")]
    public void Something_else_than_an_architecture(string target, string name, string reason) =>
        AssertReported(
            $"[VariantOf({target})]\n[S4Branch]\npublic sealed partial class Model;\n[VariantOf(typeof(Model))]\n"
                + "public sealed partial class Further;",
            (
                "SDSL222",
                target,
                $"Model cannot be a variant of {name}, because that {reason}; name a class with a head, such as [SequenceClassifier], or "
                    + "with [VariantOf]"));

    [Theory]
    [InlineData("[VariantOf]")]
    [InlineData("[VariantOf(typeof(Nowhere))]")]
    public void What_the_compiler_rejects_the_generator_leaves_to_it(string attribute)
    {
        var compilation = Compilations.Create(Source($"{attribute}\npublic sealed partial class Model;"));
        Assert.Null(Compilations.Run(compilation).Exception);
        Assert.Empty(Compilations.Report(compilation));
    }

    [Theory]
    [InlineData(
        "[SequenceClassifier(Vocabulary = 20)]\n[Backbone(8, 1)]\n[S4Branch(StateSize = 2)]",
        "SequenceClassifier",
        "SequenceClassifier: Classes has no default and must be set; use [SequenceClassifier(vocabulary: 20, classes: 10, maxLength: "
            + "2048)]")]
    [InlineData(
        "[SequenceClassifier(20, 10, 64)]\n[Backbone(8, 1)]\n[S4Branch(StateSize = 2)]\n[Recipe(null!)]",
        "null!",
        "Recipe: Task has no default and must be set; use [Recipe(typeof(ListOps))]")]
    [InlineData(
        "[SequenceClassifier(20, 10, 64)]\n[Backbone(8, 1)]\n[S4Branch(StateSize = 2)]\n[Recipe(Epochs = 3)]",
        "Recipe",
        "Recipe: Task has no default and must be set; use [Recipe(typeof(ListOps))]")]
    public void Options_without_a_value(string attributes, string span, string message)
    {
        Diagnostic[] found = [.. Compilations.Report(Source(attributes + "\npublic sealed partial class Model;"))];
        Assert.Contains(
            ("SDSL221", span, message), found.Select(diagnostic => (diagnostic.Id, TextAt(diagnostic)!, diagnostic.GetMessage())));
        Assert.All(found, diagnostic => Assert.Equal("SDSL221", diagnostic.Id));
    }
}
