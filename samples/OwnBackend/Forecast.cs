using SerpentDsl;

namespace Samples;

/// <summary>Predicts the next value of a signal at every position; the second branch reads at most half of the positions.</summary>
[SequenceRegressor(inputs: 1, outputs: 1, maxLength: 256, Pooling = Pooling.None, Causal = true)]
[Backbone(features: 16, depth: 2, Norm = Norm.Layer, Mixer = Mixer.GeluLinear)]
[OscillatorBranch]
[OscillatorBranch(HalfLife = 64, CompressionRate = 0.5)]
public sealed partial class Forecast;
