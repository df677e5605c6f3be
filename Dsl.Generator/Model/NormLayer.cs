namespace SerpentDsl.Generator.Model;

/// <summary>A norm.</summary>
/// <param name="Type">The class of the layer, without <c>global::</c>.</param>
/// <param name="Size">Parameters and cost of the layer.</param>
internal sealed record NormLayer(string Type, LayerSize Size);
