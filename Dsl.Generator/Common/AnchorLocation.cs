using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Common;

/// <summary>The source location of an anchor.</summary>
internal sealed record AnchorLocation(Anchor Anchor, Location Location)
{
    /// <summary>Whether the anchor belongs to another architecture, so that the location is that of the <c>[VariantOf]</c>.</summary>
    public bool IsInherited { get; init; }
}
