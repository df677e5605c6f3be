using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Model;

/// <summary>What mixes the features of a block's branches.</summary>
/// <param name="Type">Its class, without <c>global::</c>.</param>
/// <param name="GeluGate">Whether its gate is a GELU; null for a mixer that has no such choice.</param>
/// <param name="Size">What it holds and costs.</param>
internal sealed record MixerLayer(string Type, bool? GeluGate, LayerSize Size)
{
    /// <summary>Whether it is TorchSharp's own linear layer.</summary>
    public bool IsLinear => Type == MetadataNames.Linear;
}
