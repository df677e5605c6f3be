using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using SerpentDsl.Specs;

namespace SerpentDsl.Generator.Tests;

/// <summary>Architectures declared as variants of others.</summary>
public sealed partial class VariantTests
{
    private const string Baseline = """
        [SequenceClassifier(vocabulary: 20, classes: 10, maxLength: 64, Pooling = Pooling.Last)]
        [Backbone(features: 12, depth: 2, Norm = Norm.Rms, Dropout = 0.1)]
        [S4Branch(StateSize = 4)]
        [Recipe(typeof(Toy), Epochs = 3, LearningRate = 0.002, Quick = typeof(Small))]
        public sealed partial class Baseline;

        [VariantOf(typeof(Baseline))]
        [Backbone(Features = 4)]
        public sealed partial class Small;

        public sealed class Toy : ISequenceTask
        {
            public string Name => "toy";
            public int Vocabulary => 20;
            public int Classes => 10;
            public int MaxLength => 64;
            public SequenceSplits Load(TaskContext context, CancellationToken cancellation) => throw new NotSupportedException();
        }

        public sealed class Other : ISequenceTask
        {
            public string Name => "other";
            public int Vocabulary => 20;
            public int Classes => 10;
            public int MaxLength => 64;
            public SequenceSplits Load(TaskContext context, CancellationToken cancellation) => throw new NotSupportedException();
        }

        """;

    [Fact]
    public void SeRpEnt_is_two_lines_on_top_of_its_baseline()
    {
        var assembly = Compile(
            "[VariantOf(typeof(Baseline))]\n[S4Branch(StateSize = 4, CompressionRate = 0.5)]\npublic sealed partial class Model;" + """

            [SequenceClassifier(vocabulary: 20, classes: 10, maxLength: 64, Pooling = Pooling.Last)]
            [Backbone(features: 12, depth: 2, Norm = Norm.Rms, Dropout = 0.1)]
            [S4Branch(StateSize = 4)]
            [S4Branch(StateSize = 4, CompressionRate = 0.5)]
            [Recipe(typeof(Toy), Epochs = 3, LearningRate = 0.002)]
            public sealed partial class Whole;
            """);
        AssertSame(SpecOf(assembly, "Whole"), SpecOf(assembly, "Model"));
        Assert.Equal(
            ["[B, L, 6]", "[B, K, 6]"],
            SpecOf(assembly, "Model").Layers.Where(
                layer => layer.Name is "blocks.0.branch0_ssm" or "blocks.0.branch1_ssm").Select(layer => layer.Output));
        using var model = SpecOf(assembly, "Model").Create();
        Assert.Equal(SpecOf(assembly, "Model").Parameters, model.Module.parameters().Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void Options_are_overridden_one_by_one()
    {
        var assembly = Compile("""
            [VariantOf(typeof(Baseline))]
            [SequenceClassifier(Classes = 3)]
            [Backbone(Depth = 5, Dropout = 0)]
            [Recipe(typeof(Other), Epochs = 7)]
            public sealed partial class Model;

            [SequenceClassifier(vocabulary: 20, classes: 3, maxLength: 64, Pooling = Pooling.Last)]
            [Backbone(features: 12, depth: 5, Norm = Norm.Rms)]
            [S4Branch(StateSize = 4)]
            [Recipe(typeof(Other), Epochs = 7, LearningRate = 0.002)]
            public sealed partial class Whole;
            """);
        AssertSame(SpecOf(assembly, "Whole"), SpecOf(assembly, "Model"));
    }

    [Fact]
    public void A_constructors_arguments_override_as_well()
    {
        var assembly = Compile("[VariantOf(typeof(Baseline))]\n[Backbone(features: 8, depth: 1)]\npublic sealed partial class Model;");
        var spec = SpecOf(assembly, "Model");
        Assert.Equal("[B, L, 8]", spec.Layers[0].Output);
        Assert.Equal("SequenceRmsNorm", spec.Layers.Single(layer => layer.Name == "final_norm").Kind);
    }

    [Fact]
    public void A_recipe_is_taken_over_without_its_quick_form()
    {
        var assembly = Compile("[VariantOf(typeof(Baseline))]\npublic sealed partial class Model;");
        var expected = SpecOf(assembly, "Baseline").Recipe! with { Quick = null };
        Assert.Equal("Small", SpecOf(assembly, "Baseline").Recipe!.Quick!.Name);
        Assert.Equal(expected, SpecOf(assembly, "Model").Recipe);
        Assert.Equal(expected, SpecOf(assembly, "Small").Recipe);
    }

    [Fact]
    public void Branches_can_be_replaced()
    {
        var assembly = Compile(
            "[VariantOf(typeof(Baseline), ReplaceBranches = true)]\n[S4DBranch(StateSize = 8)]\npublic sealed partial class Model;");
        Assert.Equal(
            "S4D",
            SpecOf(assembly, "Model").Layers.Single(layer => layer.Name.StartsWith("blocks.0.branch", StringComparison.Ordinal)).Kind);
    }

    [Fact]
    public void Another_head_takes_the_others_place()
    {
        var assembly = Compile("[VariantOf(typeof(Baseline))]\n[LanguageModel(vocabulary: 30, contextLength: 16)]\n"
            + "[Recipe(typeof(Words))]\npublic sealed partial class Model;\n" + """
            public sealed class Words : ILanguageTask
            {
                public string Name => "words";
                public int Vocabulary => 30;
                public LanguageSplits Load(TaskContext context, CancellationToken cancellation) => throw new NotSupportedException();
            }
            """);
        Assert.Equal(new LanguageModelHeadSpec(30, 16, TiedEmbeddings: false), SpecOf(assembly, "Model").Head);
        Assert.IsAssignableFrom<ILanguageModel>(SpecOf(assembly, "Model").Create());
    }

    [Fact]
    public void A_variant_may_have_variants()
    {
        var assembly = Compile("""
            [VariantOf(typeof(Serpent))]
            [Backbone(Depth = 1)]
            public sealed partial class Model;

            [VariantOf(typeof(Baseline))]
            [S4Branch(StateSize = 2, CompressionRate = 0.25)]
            [S4Branch(StateSize = 2, CompressionRate = 0.5)]
            public sealed partial class Serpent;
            """);
        var spec = SpecOf(assembly, "Model");
        Assert.Equal(
            ["branch0_ssm", "branch1_ssm", "branch2_ssm"],
            spec.Layers.Where(layer => layer.Kind == "S4").Select(layer => layer.Name.Split('.')[^1]));
        Assert.Equal(3, spec.Recipe!.Epochs);
    }

    [Fact]
    public void The_other_architecture_may_live_in_another_assembly()
    {
        var (library, reported) = Compilations.Expand(Compilations.Create(Source("")).WithAssemblyName("Library"));
        Assert.Empty(reported);
        using MemoryStream image = new();
        Assert.True(library.Emit(image).Success);

        var user = Compilations.Create("""
            using SerpentDsl;

            [VariantOf(typeof(Demo.Baseline))]
            [S4Branch(StateSize = 4, CompressionRate = 0.5)]
            public sealed partial class Model;
            """).AddReferences(MetadataReference.CreateFromImage(image.ToArray()));
        var (expanded, found) = Compilations.Expand(user);
        Assert.Empty(found);
        using MemoryStream stream = new();
        Assert.Empty(Compilations.Relevant(expanded.Emit(stream).Diagnostics, user));

        AssemblyLoadContext context = new("variants", isCollectible: true);
        image.Position = 0;
        stream.Position = 0;
        context.LoadFromStream(image);
        var spec = GeneratedAssembly.SpecOf(context.LoadFromStream(stream), "Model");
        Assert.Equal(2, spec.Layers.Count(layer => layer.Kind == "S4") / 2);
        Assert.Equal("Toy", spec.Recipe!.Task.Name);
    }

    private static void AssertSame(ArchitectureSpec expected, ArchitectureSpec actual)
    {
        Assert.Equal(expected.Layers, actual.Layers);
        Assert.Equal(
            expected.Options.Select(option => option with { IsSet = false }),
            actual.Options.Select(option => option with { IsSet = false }));
        Assert.Equal(
            (expected.Head, expected.Causal, expected.Parameters, expected.Recipe),
            (actual.Head, actual.Causal, actual.Parameters, actual.Recipe));
    }

    private static void AssertReported(string source, params (string Id, string Span, string Message)[] expected)
    {
        Assert.Equal(
            expected.Order(),
            Compilations.Report(Source(source)).Select(found => (found.Id, TextAt(found)!, found.GetMessage())).Order());
        Assert.Empty(
            Compilations.Expand(Compilations.Create(Source(source))).Expanded.GetDiagnostics().Where(
                found => found.Severity == DiagnosticSeverity.Error));
    }

    private static string? TextAt(Diagnostic found) => found.Location.SourceTree?.GetText().ToString(found.Location.SourceSpan);

    private static Assembly Compile(string declarations) => GeneratedAssembly.Compile(Source(declarations));

    private static ArchitectureSpec SpecOf(Assembly assembly, string name) => GeneratedAssembly.SpecOf(assembly, "Demo." + name);

    private static string Source(string declarations) => Declared.Class("", Baseline + declarations);
}
