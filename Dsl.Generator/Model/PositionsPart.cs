namespace SerpentDsl.Generator.Model;

/// <summary>What is added to the embeddings.</summary>
/// <param name="IsLearned">Whether the vectors are trained.</param>
/// <param name="Size">Parameters and cost of the layer.</param>
internal sealed record PositionsPart(bool IsLearned, LayerSize Size);
