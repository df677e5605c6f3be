namespace SerpentDsl.Experiments.Tests.Models;

/// <summary>Its memory is mostly that of parameters and their moments.</summary>
[LanguageModel(vocabulary: 24_000, contextLength: 32)]
[Backbone(features: 512, depth: 1, Norm = Norm.Rms)]
[MambaBranch]
public sealed partial class WideMemory;
