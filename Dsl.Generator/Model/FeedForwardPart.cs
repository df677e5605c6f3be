namespace SerpentDsl.Generator.Model;

/// <summary>The feed-forward part of a block.</summary>
/// <param name="Width">Width between its two linear layers.</param>
/// <param name="Activation">The function between them: a member of <c>SerpentDsl.PointwiseFunction</c>.</param>
/// <param name="Dropout">Dropout probability after the function.</param>
/// <param name="Size">Parameters and cost of the layer.</param>
internal sealed record FeedForwardPart(int Width, string Activation, double Dropout, LayerSize Size);
