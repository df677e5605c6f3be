using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Generator.Tests;

/// <summary>Declarations of causal architectures, and models of them.</summary>
internal static class StreamingModels
{
    /// <summary>A mean over all that was read, behind two kinds of branches, projections, a mixer and dropout.</summary>
    public const string MeanClassifier = """
        using SerpentDsl;

        namespace Demo;

        [SequenceClassifier(vocabulary: 9, classes: 3, maxLength: 120, Causal = true)]
        [Backbone(features: 8, depth: 2, Norm = Norm.Layer, Mixer = Mixer.Glu, Dropout = 0.1)]
        [S4DBranch(StateSize = 4, Features = 5)]
        [S4Branch(StateSize = 4, Features = 3, CompressionRate = 0.6, WindowSize = 4)]
        public sealed partial class MeanClassifier;
        """;

    /// <summary>The newest position, without a final norm.</summary>
    public const string LastRegressor = """
        using SerpentDsl;

        namespace Demo;

        [SequenceRegressor(inputs: 2, outputs: 3, maxLength: 24, Pooling = Pooling.Last, Causal = true)]
        [Backbone(features: 6, depth: 1, Norm = Norm.Rms, NormPlacement = NormPlacement.Before, FinalNorm = false, Mixer = Mixer.HalfGlu1)]
        [S4Branch(StateSize = 4)]
        public sealed partial class LastRegressor;
        """;

    /// <summary>Every other backend that streams, side by side and resampled.</summary>
    public const string AllBackends = """
        using SerpentDsl;

        namespace Demo;

        [LanguageModel(vocabulary: 9, contextLength: 40)]
        [Backbone(features: 16, depth: 2, Norm = Norm.Rms, NormPlacement = NormPlacement.Before)]
        [MambaBranch(StateSize = 3, Features = 4)]
        [Mamba2Branch(StateSize = 3, HeadSize = 2, Features = 4, CompressionRate = 0.7, WindowSize = 3)]
        [S5Branch(StateSize = 4, BlockSize = 4, Features = 4)]
        [LiquidS4Branch(StateSize = 4, Features = 4, CompressionRate = 0.5, WindowSize = 2)]
        public sealed partial class AllBackends;
        """;

    /// <summary>The backends with linear attention, gated networks and controlled equations, side by side and resampled.</summary>
    public const string GatedBackends = """
        using SerpentDsl;

        namespace Demo;

        [LanguageModel(vocabulary: 9, contextLength: 40)]
        [Backbone(features: 24, depth: 1, Norm = Norm.Rms, NormPlacement = NormPlacement.Before)]
        [Mamba3Branch(StateSize = 4, HeadSize = 2, Features = 4)]
        [GlaBranch(Heads = 2, GateRank = 3, Features = 4, CompressionRate = 0.7, WindowSize = 3)]
        [GateLoopBranch(Features = 4)]
        [GateLoopBranch(Heads = 2, ComplexGates = false, Features = 4)]
        [GatedRnnBranch(Features = 4, CompressionRate = 0.5, WindowSize = 2)]
        [LinearCdeBranch(BlockSize = 2, Control = CdeControl.Increment, Solution = CdeSolution.Exact, ControlScale = 0.2, Features = 4)]
        public sealed partial class GatedBackends;
        """;

    /// <summary>Mamba alone, as its language models are.</summary>
    public const string MambaModel = """
        using SerpentDsl;

        namespace Demo;

        [LanguageModel(vocabulary: 40, contextLength: 32, TiedEmbeddings = true)]
        [Backbone(features: 24, depth: 3, Norm = Norm.Rms, NormPlacement = NormPlacement.Before)]
        [MambaBranch(StateSize = 5)]
        public sealed partial class MambaModel;
        """;

    public static TheoryData<string, string> Models => new()
    {
        { Declared.TinyLanguageModel, "TinyLanguageModel" },
        { Declared.TiedLanguageModel, "TiedLanguageModel" },
        { Declared.CausalRegressor, "CausalRegressor" },
        { MeanClassifier, "MeanClassifier" },
        { LastRegressor, "LastRegressor" },
        { AllBackends, "AllBackends" },
        { GatedBackends, "GatedBackends" },
        { MambaModel, "MambaModel" },
    };

    /// <summary>Those whose every step is fused.</summary>
    public static TheoryData<string, string, int> FusedModels => new()
    {
        { MambaModel, "MambaModel", 1 },
        { MambaModel, "MambaModel", 64 },
        { Declared.TiedLanguageModel, "TiedLanguageModel", 1 },
        { Declared.CausalRegressor, "CausalRegressor", 64 },
        { LastRegressor, "LastRegressor", 3 },
        { Declared.TinyLanguageModel, "TinyLanguageModel", 1 },
        { MeanClassifier, "MeanClassifier", 64 },
        { AllBackends, "AllBackends", 1 },
        { AllBackends, "AllBackends", 64 },
    };

    public static Tensor Next(ArchitectureSpec spec, int batch) => spec.Head switch
    {
        LanguageModelHeadSpec head => randint(0, head.Vocabulary, [batch], ScalarType.Int64),
        ClassifierHeadSpec head => randint(0, head.Vocabulary, [batch], ScalarType.Int64),
        RegressorHeadSpec head => randn(batch, head.Inputs),
        var other => throw new NotSupportedException($"{other}"),
    };

    public static ISequenceModel Make(string source, string name)
    {
        manual_seed(11);
        var model = SpecOf(source, name).Create();
        model.Module.eval();
        return model;
    }

    public static ArchitectureSpec SpecOf(string source, string name) => GeneratedAssembly.SpecOf(Compiled.Of(source), "Demo." + name);
}
