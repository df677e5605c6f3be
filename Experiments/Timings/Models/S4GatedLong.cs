namespace SerpentDsl.Experiments.Timings.Models;

/// <summary>
/// <see cref="S4Long"/> with a gated linear unit after each S4, as in the declared S4 baselines. Without the gate nothing mixes features;
/// the windows and the base projection of SeRpEnt do, so this is the S4 model to compare with at equal width and depth.
/// </summary>
[SequenceClassifier(vocabulary: 256, classes: 10, maxLength: 4096)]
[Backbone(features: 128, depth: 4, Norm = Norm.Batch, Mixer = Mixer.Glu)]
[S4Branch(StateSize = 8)]
internal sealed partial class S4GatedLong;
