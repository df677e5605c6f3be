using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>The result of Read: the declaration and, apart from it, the locations of its parts. Moving a line changes only these.</summary>
internal sealed record LocatedDeclaration(Declaration Declaration, EquatableArray<AnchorLocation> Locations);
