namespace SerpentDsl.Experiments.Timings.Models;

/// <summary>
/// <see cref="S4Long"/> with the gated linear unit that the declared S4 baselines have behind each S4. Without it nothing mixes features;
/// SeRpEnt's windows and
/// base projection do, so this is the S4 model of equal width and depth.
/// </summary>
[SequenceClassifier(vocabulary: 256, classes: 10, maxLength: 4096)]
[Backbone(features: 128, depth: 4, Norm = Norm.Batch, Mixer = Mixer.Glu)]
[S4Branch(StateSize = 8)]
internal sealed partial class S4GatedLong;
