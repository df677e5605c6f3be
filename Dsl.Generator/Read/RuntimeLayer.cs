namespace SerpentDsl.Generator.Read;

/// <summary>A layer class of Dsl.Runtime that generated code uses besides those of the branches.</summary>
/// <param name="MetadataName">The full name of the class.</param>
/// <param name="Stated">The statements of the class's attributes.</param>
internal sealed record RuntimeLayer(string MetadataName, LayerStatement Stated);
