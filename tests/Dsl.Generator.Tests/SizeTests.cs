using SerpentDsl.Specs;

namespace SerpentDsl.Generator.Tests;

/// <summary>Parameter counts and shapes as compile-time constants.</summary>
public sealed class SizeTests
{
    [Theory]
    [InlineData(Declared.SerpentS4ListOps, "Demo.SerpentS4ListOps", 812_860)]
    [InlineData(Declared.S4ListOps, "Demo.S4ListOps", 815_186)]
    [InlineData(Declared.SerpentS4Retrieval, "Demo.SerpentS4Retrieval", 494_388)]
    [InlineData(Declared.S4WikiText, "Demo.S4WikiText", 35_198_976)]
    public void The_papers_models_have_their_published_size(string source, string name, long parameters)
    {
        var assembly = GeneratedAssembly.Compile(source);
        Assert.Equal(parameters, assembly.GetType(name)!.GetField("ParameterCount")!.GetRawConstantValue());
        var spec = GeneratedAssembly.SpecOf(assembly, name);
        Assert.Equal(parameters, spec.Parameters);
        Assert.Equal(parameters, spec.Layers.Sum(layer => layer.Parameters));
    }

    [Fact]
    public void Each_layer_of_a_block_counts_as_the_papers_table_says()
    {
        var spec = GeneratedAssembly.SpecOf(GeneratedAssembly.Compile(Declared.SerpentS4ListOps), "Demo.SerpentS4ListOps");
        (string, long)[] expected =
        [
            ("embedding", 3_840),
            ("blocks.0.branch0_projection", 18_528),
            ("blocks.0.branch0_ssm", 1_752),
            ("blocks.0.branch1_compression", 111_842 + 193),
            ("blocks.0.branch1_ssm", 1_752),
            ("blocks.0.norm", 384),
        ];
        Assert.Equal(expected, spec.Layers.Take(expected.Length).Select(layer => (layer.Name, layer.Parameters)));
        Assert.Equal(1 + (6 * 5) + 2, spec.Layers.Count);
        Assert.Equal(
            134_451,
            spec.Layers.Where(layer => layer.Name.StartsWith("blocks.3.", StringComparison.Ordinal)).Sum(layer => layer.Parameters));
        Assert.Equal(("[B, L, 192]", "[B, K, 96]"), (spec.Layers[3].Input, spec.Layers[3].Output));
        Assert.All(spec.Layers.Where(layer => layer.Name != "embedding"), layer => Assert.True(layer.Flops > 0, layer.Name));
    }

    [Theory]
    [InlineData("1", 64)]
    [InlineData("0.5", 32)]
    [InlineData("0.29", 19)]
    [InlineData("0.001", 1)]
    [InlineData("1 / 3.0", 22)]
    public void A_compressing_branch_has_at_most_rate_times_length_points(string rate, int points)
    {
        var assembly = GeneratedAssembly.Compile(
            "#pragma warning disable SDSL240, SDSL243\n" + Declared.Classifier(
                $"[Backbone(features: 8, depth: 1)]\n[S4Branch(CompressionRate = {rate}, StateSize = 2)]"));
        Assert.Equal(points, assembly.GetType("Demo.Model+Shapes")!.GetField("Branch0MaxPoints")!.GetRawConstantValue());
    }

    [Fact]
    public void Rounding_does_not_add_a_point()
    {
        // 0.29 * 100 is 29 exactly, but 28.999999999999996 in binary; 0.07 * 100 is 7, but 7.000000000000001.
        Assert.Equal(29, Common.Numbers.CeilingOfProduct(0.29, 100));
        Assert.Equal(7, Common.Numbers.CeilingOfProduct(0.07, 100));
        Assert.Equal(1, Common.Numbers.CeilingOfProduct(1e-300, int.MaxValue));
        Assert.Equal(int.MaxValue, Common.Numbers.CeilingOfProduct(1, int.MaxValue));
    }

    [Fact]
    public void The_recipe_is_handed_on_with_its_defaults()
    {
        const string task = """
            public sealed class Toy : ISequenceTask
            {
                public string Name => "toy";
                public int Vocabulary => 20;
                public int Classes => 10;
                public int MaxLength => 64;
                public SequenceSplits Load(TaskContext context, CancellationToken cancellation) => throw new NotSupportedException();
            }
            """;
        const string attributes = """
            [Backbone(features: 8, depth: 1)]
            [S4Branch(StateSize = 2)]
            [Recipe(typeof(Toy), Epochs = 5, LearningRate = 0.002, Schedule = Schedule.Plateau, Patience = 4, EmaDecay = 0.99)]
            """;
        var assembly = GeneratedAssembly.Compile(Declared.Classifier(attributes, "public sealed partial class Model;\n" + task));
        var recipe = GeneratedAssembly.SpecOf(assembly, "Demo.Model").Recipe!;
        Assert.Equal(
            new RecipeSpec(assembly.GetType("Demo.Toy")!, 5, 32, 0.002, 0.05, Schedule.Plateau, 0, 4, 0, 0.99, false, null), recipe);
    }
}
