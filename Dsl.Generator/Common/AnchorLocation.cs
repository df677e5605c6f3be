using Microsoft.CodeAnalysis;

namespace SerpentDsl.Generator.Common;

/// <summary>Where an anchor stands in the source.</summary>
internal sealed record AnchorLocation(Anchor Anchor, Location Location)
{
    /// <summary>Whether the anchor is another architecture's, so that it is the <c>[VariantOf]</c> that stands there.</summary>
    public bool IsInherited { get; init; }
}
