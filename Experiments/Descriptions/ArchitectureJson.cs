using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Descriptions;

/// <summary>
/// An architecture for JSON output. The head has type <c>object</c>, so that the properties of its own class are written.
/// </summary>
internal sealed record ArchitectureJson(
    string Name,
    string FullName,
    long Parameters,
    long FlopsPerSequence,
    bool Causal,
    ModelFacts Facts,
    object Head,
    RecipeJson? Recipe,
    IReadOnlyList<LayerSpec> Layers,
    IReadOnlyList<OptionSpec> Options,
    IReadOnlyList<CitationSpec> Citations)
{
    public static ArchitectureJson Of(ArchitectureSpec spec) => new(
        spec.Name,
        spec.FullName,
        spec.Parameters,
        spec.Layers.Sum(layer => layer.Flops),
        spec.Causal,
        spec.Facts,
        spec.Head,
        spec.Recipe is null ? null : RecipeJson.Of(spec.Recipe),
        spec.Layers,
        spec.Options,
        spec.Citations);
}
