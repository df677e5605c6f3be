using SerpentDsl;

namespace Samples;

/// <summary>Which of the symbols 1 to 4 occurs most often in a sequence? 0 is padding.</summary>
[SequenceClassifier(vocabulary: 5, classes: 4, maxLength: 64)]
[Backbone(features: 32, depth: 2, Norm = Norm.Layer)]
[S4Branch(StateSize = 8)]
public sealed partial class Majority;
