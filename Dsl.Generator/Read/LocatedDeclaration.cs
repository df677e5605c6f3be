using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>What Read hands on: the declaration, and apart from it where its parts stand, so that a moved line changes only that.</summary>
internal sealed record LocatedDeclaration(Declaration Declaration, EquatableArray<AnchorLocation> Locations);
