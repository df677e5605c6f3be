using Microsoft.CodeAnalysis;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>Where an anchor stands in the source.</summary>
internal sealed record Place(Anchor Anchor, Location Location);
