using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Commands;

/// <summary>An architecture as programs read it.</summary>
internal sealed record ArchitectureJson(
    string Name,
    string FullName,
    long Parameters,
    long FlopsPerSequence,
    HeadSpec Head,
    RecipeJson? Recipe,
    IReadOnlyList<LayerSpec> Layers)
{
    public static ArchitectureJson Of(ArchitectureSpec spec) => new(
        spec.Name,
        spec.FullName,
        spec.Parameters,
        spec.Layers.Sum(layer => layer.Flops),
        spec.Head,
        spec.Recipe is null ? null : RecipeJson.Of(spec.Recipe),
        spec.Layers);
}
