namespace SerpentDsl.Generator.Read;

/// <summary>A layer class of Dsl.Runtime that generated code uses whatever the branches are.</summary>
/// <param name="MetadataName">Its full name.</param>
/// <param name="Stated">What it states of itself.</param>
internal sealed record RuntimeLayer(string MetadataName, LayerStatement Stated);
