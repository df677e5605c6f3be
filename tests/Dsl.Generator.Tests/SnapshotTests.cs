namespace SerpentDsl.Generator.Tests;

/// <summary>What generated code looks like. Read the files under Snapshots as a user would.</summary>
public sealed class SnapshotTests
{
    [Fact]
    public Task S4_alone() => Snapshot.Verify(Declared.S4ListOps).ToTask();

    [Fact]
    public Task SeRpEnt_with_two_branches() => Snapshot.Verify(Declared.SerpentS4ListOps).ToTask();

    [Fact]
    public Task Three_branches_of_unequal_width_with_the_norm_first() => Snapshot.Verify(Declared.ThreeBranches).ToTask();

    [Fact]
    public Task A_pair_classifier() => Snapshot.Verify(Declared.TinyPair).ToTask();

    [Fact]
    public Task A_language_model() => Snapshot.Verify(Declared.TinyLanguageModel).ToTask();

    [Fact]
    public Task A_language_model_with_tied_embeddings() => Snapshot.Verify(Declared.TiedLanguageModel).ToTask();

    [Fact]
    public Task A_regressor() => Snapshot.Verify(Declared.TinyRegressor).ToTask();

    [Fact]
    public Task A_causal_regressor_that_answers_at_every_position() => Snapshot.Verify(Declared.CausalRegressor).ToTask();

    [Fact]
    public Task A_stream_with_every_part_of_a_block() => Snapshot.Verify("""
        using SerpentDsl;

        namespace Demo;

        [SequenceClassifier(vocabulary: 18, classes: 10, maxLength: 32, Causal = true, HiddenFeatures = 5)]
        [Backbone(
            features: 8, depth: 2, Norm = Norm.Scale, NormPlacement = NormPlacement.Before, NormEpsilon = 1e-6, SkipNorm = Norm.Layer,
            SkipActivation = PointwiseFunction.Silu, FeedForward = 12, FeedForwardActivation = PointwiseFunction.TanhGelu,
            FeedForwardDropout = 0.1, Dropout = 0.1, Positions = Positions.Learned)]
        [MegaBranch(QueryFeatures = 4, ChunkLength = 8)]
        public sealed partial class Whole;
        """).ToTask();

    [Fact]
    public Task Resampling_with_every_option() => Snapshot.Verify("""
        using SerpentDsl;

        namespace Demo;

        [LanguageModel(vocabulary: 11, contextLength: 64)]
        [Backbone(features: 9, depth: 2, Norm = Norm.Rms)]
        [S4DBranch(StateSize = 4)]
        [S4DBranch(
            StateSize = 4, CompressionRate = 0.5, WindowSize = 4, DeltaBias = 1, DeltaLearningRate = 1e-3,
            PointPlacement = PointPlacement.Middle)]
        [S4DBranch(StateSize = 4, CompressionRate = 0.5, WindowSize = 4, Interval = Interval.Random)]
        public sealed partial class Resampled;
        """).ToTask();

    [Fact]
    public Task A_broken_declaration_keeps_its_public_face() => Snapshot.Verify("""
        using SerpentDsl;

        namespace Demo;

        [SequenceClassifier(vocabulary: 18, classes: 10, maxLength: 32)]
        [Backbone(features: 100, depth: 0)]
        [S4Branch(StateSize = 7)]
        [S4Branch(CompressionRate = 0.5, WindowSize = 64)]
        [S4Branch(WindowSize = 4)]
        public sealed partial class Broken;
        """).ToTask();
}
