using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Commands;

/// <summary>An architecture as programs read it. The head is an object, so that all properties of its own type are written.</summary>
internal sealed record ArchitectureJson(
    string Name,
    string FullName,
    long Parameters,
    long FlopsPerSequence,
    bool Causal,
    object Head,
    RecipeJson? Recipe,
    IReadOnlyList<LayerSpec> Layers)
{
    public static ArchitectureJson Of(ArchitectureSpec spec) => new(
        spec.Name,
        spec.FullName,
        spec.Parameters,
        spec.Layers.Sum(layer => layer.Flops),
        spec.Causal,
        spec.Head,
        spec.Recipe is null ? null : RecipeJson.Of(spec.Recipe),
        spec.Layers);
}
