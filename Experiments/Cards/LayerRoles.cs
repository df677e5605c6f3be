using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Cards;

/// <summary>Finds the role of a layer by its name. The generator names layers in the same way in all architectures.</summary>
internal static class LayerRoles
{
    /// <summary>All roles, each with its name in the legend.</summary>
    public static IReadOnlyList<(LayerRole Role, string Name)> All { get; } =
    [
        (LayerRole.Edge, "input and output"),
        (LayerRole.Linear, "projection"),
        (LayerRole.Resampling, "resampling"),
        (LayerRole.Sequence, "sequence layer"),
        (LayerRole.Mixing, "mixing"),
        (LayerRole.Norm, "normalisation"),
    ];

    /// <summary>The role of a layer.</summary>
    public static LayerRole Of(LayerSpec layer)
    {
        var part = ArchitectureCard.PartOf(layer);
        return part switch
        {
            _ when part.EndsWith("_projection", StringComparison.Ordinal) => LayerRole.Linear,
            _ when part.EndsWith("_compression", StringComparison.Ordinal) => LayerRole.Resampling,
            _ when part.StartsWith("branch", StringComparison.Ordinal) => LayerRole.Sequence,
            _ when part.EndsWith("norm", StringComparison.Ordinal) => LayerRole.Norm,
            "mixer" or "dropout" => LayerRole.Mixing,
            _ => LayerRole.Edge,
        };
    }

    /// <summary>The CSS class of a role.</summary>
    public static string Style(LayerRole role) => "r-" + role.ToString().ToLowerInvariant();
}
