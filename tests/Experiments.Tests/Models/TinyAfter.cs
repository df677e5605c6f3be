namespace SerpentDsl.Experiments.Tests.Models;

/// <summary><see cref="TinyTuned"/> with its norms at another place, which no tensor shows.</summary>
[VariantOf(typeof(TinyTuned))]
[Backbone(NormPlacement = NormPlacement.After)]
public sealed partial class TinyAfter;
