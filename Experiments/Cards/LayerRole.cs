using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Cards;

/// <summary>What a layer is for; its colour in a card.</summary>
internal enum LayerRole
{
    /// <summary>Where a sequence comes in or the answer goes out.</summary>
    Edge,

    /// <summary>A linear map of features.</summary>
    Linear,

    /// <summary>Resampling.</summary>
    Resampling,

    /// <summary>The sequence layer of a branch.</summary>
    Sequence,

    /// <summary>A normalisation.</summary>
    Norm,

    /// <summary>What mixes or drops features.</summary>
    Mixing,
}

/// <summary>Tells roles by the names that every architecture's modules have.</summary>
internal static class LayerRoles
{
    /// <summary>All, with what a legend calls them.</summary>
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
        string part = ArchitectureCard.PartOf(layer);
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

    /// <summary>The class of a role in the page's style.</summary>
    public static string Style(LayerRole role) => "r-" + role.ToString().ToLowerInvariant();
}
