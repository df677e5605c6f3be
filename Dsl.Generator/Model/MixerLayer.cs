using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Model;

/// <summary>The layer that mixes the features of a block's branches.</summary>
/// <param name="Type">The class of the layer, without <c>global::</c>.</param>
/// <param name="GeluGate">Whether the gate reads the GELU of its input; null for a mixer without this choice.</param>
/// <param name="Size">Parameters and cost of the layer.</param>
internal sealed record MixerLayer(string Type, bool? GeluGate, LayerSize Size)
{
    /// <summary>Whether the mixer is TorchSharp's own linear layer.</summary>
    public bool IsLinear => Type == MetadataNames.Linear;
}
