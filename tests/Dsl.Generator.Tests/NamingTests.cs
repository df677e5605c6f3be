using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Tests;

/// <summary>Declarations in awkward places and under awkward names compile like any other.</summary>
public sealed class NamingTests
{
    private const string Attributes =
        "[SequenceClassifier(20, 10, 16), Backbone(8, 1, NormPlacement = NormPlacement.Before, Mixer = Mixer.Glu, Dropout = 0.5), "
            + "S4Branch(StateSize = 2), S4Branch(StateSize = 2, CompressionRate = 0.5)]";

    [Theory]
    [InlineData("" + Attributes + " partial class Model;", "Model")]
    [InlineData("namespace A.B { namespace C { " + Attributes + " partial class Model; } }", "A.B.C.Model")]
    [InlineData("namespace @event.@class; " + Attributes + " partial class @int;", "event.class.int")]
    [InlineData(
        "namespace N; partial class A { partial struct B { partial interface C { partial record D { partial record struct E { " + Attributes
            + " private partial class Model; } } } } }",
        "N.A+B+C+D+E+Model")]
    [InlineData(
        "namespace N; static partial class @static { " + Attributes + " internal partial class @record { public int length => 3; } }",
        "N.static+record")]
    [InlineData("namespace N; " + Attributes + " public partial class Größe;", "N.Größe")]
    public void Places(string source, string name) => AssertGenerates(source, name);

    [Theory]
    [InlineData("torch")]
    [InlineData("Tensor")]
    [InlineData("S4")]
    [InlineData("Initialisation")]
    [InlineData("SequenceMask")]
    [InlineData("Linear")]
    [InlineData("LayerSpec")]
    [InlineData("GeneratedCode")]
    [InlineData("System")]
    [InlineData("SerpentDsl")]
    [InlineData("TorchSharp")]
    public void A_name_that_generated_code_uses_may_be_the_users(string name)
    {
        var model = $"{Attributes} public sealed partial class Model;";
        AssertGenerates($"namespace N; {model} public class {name};", "N.Model");
        AssertGenerates($"namespace N; {Attributes} public sealed partial class Model {{ public int {name} => 3; }}", "N.Model");
        AssertGenerates($"namespace N; {Attributes} public sealed partial class {name};", "N." + name);
        AssertGenerates($"namespace N; public partial class Outer {{ public static int {name} => 3; {model} }}", "N.Outer+Model");
        AssertGenerates($"namespace N {{ {model} }} namespace N.{name} {{ class C; }}", "N.Model");
        AssertGenerates($"global using {name} = int; namespace N; {model}", "N.Model");
    }

    [Fact]
    public void Layers_of_one_name_are_told_apart()
    {
        const string source = """
            using SerpentDsl.Layers;
            using static TorchSharp.torch;

            namespace Demo
            {
                [SequenceClassifier(20, 10, 16), Backbone(8, 1), S4Branch(StateSize = 2), Mine.Other, Mine.Generic]
                public sealed partial class Model;
            }

            namespace Mine
            {
                [BranchLayer(typeof(S4))]
                public sealed class OtherAttribute : BranchAttribute;

                [BranchLayer(typeof(Layer<System.Collections.Generic.List<int>>))]
                public sealed class GenericAttribute : BranchAttribute
                {
                    public GenericAttribute() => CompressionRate = 1;
                }

                public sealed class S4(int features) : SequenceLayer($"{features}")
                {
                    public override Tensor forward(Tensor u, Tensor? lengths) => u.alias();
                }

                public sealed class Layer<T>(int features) : SequenceLayer($"{features}{typeof(T)}")
                {
                    public override Tensor forward(Tensor u, Tensor? lengths) => u.alias();
                }
            }
            """;
        AssertGenerates(source.Replace("Backbone(8, 1)", "Backbone(9, 1)", StringComparison.Ordinal), "Demo.Model");
    }

    [Fact]
    public void Models_whose_names_differ_in_case_get_a_file_each()
    {
        var run = Compilations.Run(
            $"using SerpentDsl; namespace N; {Attributes} public partial class Model; {Attributes} public partial class MODEL; "
                + $"{Attributes} public partial class Other;");
        Assert.Null(run.Exception);
        Assert.Equal(3, run.GeneratedSources.Select(source => source.HintName.ToUpperInvariant()).Distinct().Count());
        Assert.Contains("N.Other.g.cs", run.GeneratedSources.Select(source => source.HintName));
    }

    [Fact]
    public void Attributes_on_several_parts_count_once()
    {
        const string source =
            "namespace N; [SequenceClassifier(20, 10, 16)] public partial class Model; [Backbone(8, 2)] partial class Model; "
                + "[S4Branch(StateSize = 2)] partial class Model;";
        AssertGenerates(source, "N.Model");
        var run = Compilations.Run("using SerpentDsl; " + source + " [SequenceClassifier(20, 10, 16)] partial class Model;");
        Assert.Null(run.Exception);
        Assert.Single(run.GeneratedSources);
    }

    private static void AssertGenerates(string source, string name)
    {
        // Names in lower case are part of what is tried here.
        var assembly = GeneratedAssembly.Compile("#pragma warning disable CS8981\nglobal using SerpentDsl;\n" + source);
        var spec = GeneratedAssembly.SpecOf(assembly, name);
        Assert.Equal(name.Split('.', '+')[^1], spec.Name);
        Assert.Equal(name.Replace('+', '.'), spec.FullName);
    }
}
