using SerpentDsl;

namespace Samples;

/// <summary>Predicts the next byte of a text.</summary>
[LanguageModel(vocabulary: Writer.Bytes, contextLength: 256)]
[Backbone(features: 64, depth: 2, Norm = Norm.Rms, NormPlacement = NormPlacement.Before, Mixer = Mixer.None)]
[MambaBranch]
public sealed partial class Writer
{
    /// <summary>A token for each value of a byte.</summary>
    public const int Bytes = 256;
}
