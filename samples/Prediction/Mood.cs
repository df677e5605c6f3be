using SerpentDsl;

namespace Samples;

/// <summary>Is a sentence glad or sad? Reads its bytes.</summary>
[SequenceClassifier(vocabulary: 259, classes: 2, maxLength: 128)]
[Backbone(features: 32, depth: 2, Norm = Norm.Layer)]
[S4DBranch(StateSize = 16)]
public sealed partial class Mood;
