using SerpentDsl.Specs;
using SerpentDsl.Verification;

namespace SerpentDsl.Generator.Tests;

/// <summary>The branches with attention and the blocks around them: compiled, sized and verified, with and without compression.</summary>
public sealed class AttentionBranchTests
{
    private const string Causal = "[LanguageModel(vocabulary: 20, contextLength: 64)]\n";
    private const string Both = "[SequenceClassifier(vocabulary: 20, classes: 3, maxLength: 64)]\n";
    private const string Before = "Norm = Norm.Layer, NormPlacement = NormPlacement.Before";

    public static TheoryData<string> Models =>
    [
        $"{Both}[Backbone(features: 8, depth: 1, {Before}, FeedForward = 6, Positions = Positions.Learned)]\n[AttentionBranch(Heads = 2)]",
        $"{Both}[Backbone(features: 8, depth: 2, Norm = Norm.Scale, FeedForward = 6, Dropout = 0.1)]\n[AttentionBranch(Window = 5)]",
        $"{Both}[Backbone(features: 12, depth: 1, Norm = Norm.Scale, FeedForward = 6)]\n[MegaBranch(QueryFeatures = 4)]\n"
            + "[MegaBranch(QueryFeatures = 4, ChunkLength = 3, CompressionRate = 0.5, WindowSize = 3)]",
        $"{Both}[Backbone(features: 6, depth: 1, {Before})]\n[MegaBranch(QueryFeatures = 4, ChunkLength = 4, RelativeBias = "
            + "RelativeBiasKind.Rotary, AttentionFunction = AttentionFunction.Laplace)]",
        $"{Both}[Backbone(features: 6, depth: 1, Norm = Norm.Batch, SkipActivation = PointwiseFunction.Silu)]\n"
            + "[SeqBoatBranch(QueryFeatures = 4, Window = 4, AttentionFunction = AttentionFunction.Laplace)]",
        $"{Both}[Backbone(TrackSize = 2, {Before}, SkipNorm = Norm.Batch)]\n[ChordBranch(HiddenFeatures = 5)]",
        "[PairClassifier(vocabulary: 20, classes: 2, maxLength: 64, HiddenFeatures = 0)]\n[Backbone(TrackSize = 2, Depth = 2, "
            + $"{Before})]\n[ChordBranch(HiddenFeatures = 5)]",
        "[PairClassifier(vocabulary: 20, classes: 2, maxLength: 64, HiddenFeatures = 5, HiddenActivation = PointwiseFunction.Relu, "
            + "Comparison = PairComparison.Sides)]\n[Backbone(features: 6, depth: 1, Norm = Norm.Layer, NormEpsilon = 1e-6)]\n"
            + "[SeqBoatBranch(QueryFeatures = 4, Window = 4, LocalPositions = true)]",
    ];

    public static TheoryData<string> Streams =>
    [
        $"{Causal}[Backbone(features: 8, depth: 2, {Before}, FeedForward = 6, Positions = Positions.Sinusoidal)]\n"
            + "[AttentionBranch(Heads = 2, Window = 4)]",
        $"{Causal}[Backbone(features: 8, depth: 1, Norm = Norm.Layer, FeedForward = 6, FeedForwardActivation = PointwiseFunction.Silu)]\n"
            + "[AttentionBranch(Heads = 2)]\n[AttentionBranch(Heads = 2, Window = 3, CompressionRate = 0.5, WindowSize = 3)]",
        $"{Causal}[Backbone(features: 6, depth: 2, {Before}, Dropout = 0.2, FeedForward = 6)]\n"
            + "[MegaBranch(QueryFeatures = 4, ChunkLength = 4)]",
        $"{Causal}[Backbone(features: 8, depth: 1, {Before})]\n[MegaBranch(QueryFeatures = 4)]\n"
            + "[MegaBranch(QueryFeatures = 4, AttentionFunction = AttentionFunction.SquaredRelu, CompressionRate = 0.5, WindowSize = 3)]",
        $"{Causal}[Backbone(features: 6, depth: 1, {Before}, SkipActivation = PointwiseFunction.Silu)]\n"
            + "[SeqBoatBranch(QueryFeatures = 4, Window = 4)]",
        $"{Causal}[Backbone(features: 8, depth: 1, {Before}, SkipNorm = Norm.Rms)]\n[SeqBoatBranch(QueryFeatures = 4, Window = 4)]\n"
            + "[SeqBoatBranch(QueryFeatures = 4, Window = 2, LocalPositions = true, CompressionRate = 0.5, WindowSize = 3)]",
        "[SequenceClassifier(vocabulary: 20, classes: 3, maxLength: 64, Causal = true, HiddenFeatures = 5)]\n"
            + $"[Backbone(features: 8, depth: 1, {Before}, Positions = Positions.Learned)]\n[AttentionBranch(Window = 3)]",
    ];

    [Theory]
    [MemberData(nameof(Models))]
    [MemberData(nameof(Streams))]
    public void The_verifier_finds_nothing_wrong(string declaration)
    {
        var spec = SpecOf(declaration);
        var report = ArchitectureVerifier.Verify(spec, new VerificationOptions { GradientSamples = 1 });
        Assert.True(report.Passed, string.Join("\n", report.Checks.Where(check => check.Verdict == Verdict.Failed)));
        Assert.Equal(spec.Causal, report.Checks.Any(check => check.Name == "state bytes" && check.Verdict == Verdict.Passed));
    }

    [Theory]
    [InlineData(64, 14, 6)]
    [InlineData(65, 16, 7)]
    [InlineData(1, 2, 1)]
    public void Tracks_make_width_and_depth(int length, int features, int depth)
    {
        var spec = SpecOf(
            $"[SequenceClassifier(vocabulary: 20, classes: 3, maxLength: {length})]\n[Backbone(TrackSize = 2)]\n[ChordBranch]");
        Assert.Equal(depth, spec.Layers.Count(layer => layer.Kind == "Chord"));
        Assert.All(spec.Layers.Where(layer => layer.Kind == "Chord"), layer => Assert.Equal($"[B, L, {features}]", layer.Output));
    }

    [Fact]
    public void ChordMixer_is_kept_out_of_a_causal_model()
    {
        var found = Compilations.Report(Declared.Class($"{Causal}[Backbone(TrackSize = 2, {Before})]\n[ChordBranch]"));
        Assert.Equal("SDSL121", Assert.Single(found).Id);
    }

    private static ArchitectureSpec SpecOf(string declaration) =>
        GeneratedAssembly.SpecOf(Compiled.Of(Declared.Class(declaration)), "Demo.Model");
}
