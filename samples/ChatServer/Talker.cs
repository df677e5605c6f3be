using SerpentDsl;

namespace Samples;

/// <summary>Continues a conversation, character by character.</summary>
[LanguageModel(vocabulary: 64, contextLength: 256)]
[Backbone(features: 64, depth: 2, Norm = Norm.Rms, NormPlacement = NormPlacement.Before, Mixer = Mixer.None)]
[MambaBranch]
public sealed partial class Talker;
