namespace SerpentDsl.Generator.Check;

/// <summary>What mixes the features of a block's branches.</summary>
/// <param name="Type">Its class, without <c>global::</c>.</param>
/// <param name="Arguments">What it is made with, in C#.</param>
/// <param name="Size">What it holds and costs.</param>
internal sealed record MixerLayer(string Type, string Arguments, LayerSize Size);
