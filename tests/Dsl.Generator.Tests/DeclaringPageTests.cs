using System.Reflection;
using SerpentDsl.Specs;
using SerpentDsl.Testing;

namespace SerpentDsl.Generator.Tests;

/// <summary>The declarations of <c>docs/reference/attributes.md</c> compile without a warning and are what the page says.</summary>
public sealed class DeclaringPageTests
{
    private static readonly string s_page = File.ReadAllText(RepositoryRoot.Combine("docs", "reference", "attributes.md"));

    private static readonly Lazy<Assembly> s_declarations = new(() => GeneratedAssembly.Compile(
        "using SerpentDsl;\nusing SerpentDsl.Tasks;\n\nnamespace Guide;\n\n" + string.Join(
            "\n", MarkdownPage.Examples("docs", "reference", "attributes.md"))));

    [Theory]
    [InlineData("Serpent", typeof(ISequenceClassifier))]
    [InlineData("Citations", typeof(IPairClassifier))]
    [InlineData("Writer", typeof(ILanguageModel))]
    [InlineData("Motion", typeof(ISequenceRegressor))]
    [InlineData("Mixed", typeof(ISequenceClassifier))]
    [InlineData("Watcher", typeof(ISequenceClassifier))]
    [InlineData("SmallSerpent", typeof(ISequenceClassifier))]
    [InlineData("DiagonalBaseline", typeof(ISequenceClassifier))]
    public void Every_example_is_a_model(string name, Type contract)
    {
        var spec = SpecOf(name);
        using var model = spec.Create();
        Assert.IsAssignableFrom(contract, model);
        Assert.Equal(spec.Parameters, model.Module.parameters().Sum(parameter => parameter.numel()));
    }

    [Fact]
    public void Variants_are_what_the_page_says()
    {
        Assert.Equal(812_860, SpecOf("Serpent").Parameters);
        Assert.Equal(["[B, L, 128]", "[B, K, 128]"], Inner("SerpentBaseline"));
        Assert.Equal(["[B, L, 32]", "[B, K, 32]"], Inner("SmallSerpent"));
        Assert.Equal(64, SpecOf("SmallSerpent").Head.MaxLength);
        Assert.Equal(("ShortListOps", 32), (SpecOf("SmallSerpent").Recipe!.Task.Name, SpecOf("SmallSerpent").Recipe!.BatchSize));
        Assert.Equal("S4D", SpecOf("DiagonalBaseline").Layers.Single(layer => layer.Name == "blocks.0.branch0_ssm").Kind);
        Assert.True(SpecOf("Watcher").Causal);
    }

    /// <summary>An option that the page leaves out would be found by nobody.</summary>
    [Fact]
    public void Every_option_and_every_value_is_named()
    {
        Type[] attributes =
        [
            typeof(SequenceClassifierAttribute),
            typeof(PairClassifierAttribute),
            typeof(LanguageModelAttribute),
            typeof(SequenceRegressorAttribute),
            typeof(BackboneAttribute), typeof(BranchAttribute), typeof(VariantOfAttribute),
        ];
        var options = attributes
            .SelectMany(type => type.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
            .Select(property => property.Name)
            .Where(name => name is not ("Architecture" or "Bidirectional"));
        var values = new[] { typeof(Mixer), typeof(Norm), typeof(NormPlacement), typeof(Pooling) }.SelectMany(Enum.GetNames);
        Assert.All(options.Concat(values), name => Assert.Contains(name, s_page, StringComparison.OrdinalIgnoreCase));
    }

    private static IEnumerable<string> Inner(string name) =>
        SpecOf(name).Layers.Where(layer => layer.Name is "blocks.0.branch0_ssm" or "blocks.0.branch1_ssm").Select(layer => layer.Output);

    private static ArchitectureSpec SpecOf(string name) => GeneratedAssembly.SpecOf(s_declarations.Value, "Guide." + name);
}
