namespace SerpentDsl.Generator.Tests;

/// <summary>Source texts of declarations.</summary>
internal static class Declared
{
    /// <summary>The paper's SeRpEnt+S4 on ListOps, with the 20 symbols of the official table.</summary>
    public const string SerpentS4ListOps = """
        using SerpentDsl;

        namespace Demo;

        [SequenceClassifier(vocabulary: 20, classes: 10, maxLength: 2048)]
        [Backbone(features: 192, depth: 6)]
        [S4Branch(StateSize = 8)]
        [S4Branch(StateSize = 8, CompressionRate = 0.5, WindowSize = 6, TimeBasis = 2)]
        public sealed partial class SerpentS4ListOps;
        """;

    /// <summary>The official S4 on ListOps.</summary>
    public const string S4ListOps = """
        using SerpentDsl;

        namespace Demo;

        [SequenceClassifier(vocabulary: 18, classes: 10, maxLength: 2048)]
        [Backbone(features: 256, depth: 6, FinalNorm = false, Mixer = Mixer.Glu)]
        [S4Branch(StateSize = 4)]
        public sealed partial class S4ListOps;
        """;

    /// <summary>Every option that changes the form of a block.</summary>
    public const string ThreeBranches = """
        using SerpentDsl;

        namespace Demo;

        [SequenceClassifier(vocabulary: 98, classes: 2, maxLength: 100)]
        [Backbone(features: 20, depth: 2, Norm = Norm.Rms, NormPlacement = NormPlacement.Before, Mixer = Mixer.Glu, Dropout = 0.1)]
        [S4Branch(StateSize = 4, Features = 10)]
        [S4DBranch(StateSize = 4, Features = 6, CompressionRate = 0.29, WindowSize = 5, TimeBasis = 3)]
        [S4DBranch(StateSize = 4, Features = 4, CompressionRate = 0.125, WindowSize = 7, Bidirectional = false)]
        public sealed partial class ThreeBranches;
        """;

    /// <summary>A model small enough to run in milliseconds.</summary>
    public const string Tiny = """
        using SerpentDsl;

        namespace Demo;

        [SequenceClassifier(vocabulary: 7, classes: 3, maxLength: 24)]
        [Backbone(features: 6, depth: 2)]
        [S4Branch(StateSize = 4)]
        [S4Branch(StateSize = 4, CompressionRate = 0.5, WindowSize = 3)]
        public sealed partial class Tiny;
        """;

    /// <summary>The paper's SeRpEnt+S4 on Retrieval, with the 97 characters under which its size comes out.</summary>
    public const string SerpentS4Retrieval = """
        using SerpentDsl;

        namespace Demo;

        [PairClassifier(vocabulary: 97, classes: 2, maxLength: 4000)]
        [Backbone(features: 128, depth: 6)]
        [S4Branch(StateSize = 8)]
        [S4Branch(StateSize = 8, CompressionRate = 0.5, WindowSize = 7, TimeBasis = 2)]
        public sealed partial class SerpentS4Retrieval;
        """;

    /// <summary>The paper's S4 on WikiText-103.</summary>
    public const string S4WikiText = """
        using SerpentDsl;

        namespace Demo;

        [LanguageModel(vocabulary: 30_000, contextLength: 1024)]
        [Backbone(features: 512, depth: 8, Norm = Norm.Rms, NormPlacement = NormPlacement.Before, Mixer = Mixer.Glu)]
        [S4Branch(StateSize = 64)]
        public sealed partial class S4WikiText;
        """;

    /// <summary>A small pair classifier, with a branch that resamples.</summary>
    public const string TinyPair = """
        using SerpentDsl;

        namespace Demo;

        [PairClassifier(vocabulary: 11, classes: 3, maxLength: 24, Pooling = Pooling.Last)]
        [Backbone(features: 6, depth: 2)]
        [S4Branch(StateSize = 4)]
        [S4Branch(StateSize = 4, CompressionRate = 0.5, WindowSize = 3)]
        public sealed partial class TinyPair;
        """;

    /// <summary>A small language model, with a branch that resamples.</summary>
    public const string TinyLanguageModel = """
        using SerpentDsl;

        namespace Demo;

        [LanguageModel(vocabulary: 11, contextLength: 24)]
        [Backbone(features: 6, depth: 2, Norm = Norm.Rms, NormPlacement = NormPlacement.Before)]
        [S4Branch(StateSize = 4)]
        [S4DBranch(StateSize = 4, CompressionRate = 0.5, WindowSize = 3)]
        public sealed partial class TinyLanguageModel;
        """;

    /// <summary>A small language model whose embedding table also projects.</summary>
    public const string TiedLanguageModel = """
        using SerpentDsl;

        namespace Demo;

        [LanguageModel(vocabulary: 50, contextLength: 24, TiedEmbeddings = true)]
        [Backbone(features: 8, depth: 1, Norm = Norm.Layer, Mixer = Mixer.Glu)]
        [S4Branch(StateSize = 4)]
        public sealed partial class TiedLanguageModel;
        """;

    /// <summary>A small regressor with one answer.</summary>
    public const string TinyRegressor = """
        using SerpentDsl;

        namespace Demo;

        [SequenceRegressor(inputs: 3, outputs: 2, maxLength: 24)]
        [Backbone(features: 6, depth: 2, NormPlacement = NormPlacement.Before, Dropout = 0.2, DropoutTied = true)]
        [S4Branch(StateSize = 4)]
        [S4Branch(StateSize = 4, CompressionRate = 0.5, WindowSize = 3)]
        public sealed partial class TinyRegressor;
        """;

    /// <summary>A small causal regressor with an answer at every position.</summary>
    public const string CausalRegressor = """
        using SerpentDsl;

        namespace Demo;

        [SequenceRegressor(inputs: 3, outputs: 2, maxLength: 24, Pooling = Pooling.None, Causal = true)]
        [Backbone(features: 6, depth: 2, Norm = Norm.Layer, FinalNorm = false, Mixer = Mixer.HalfGlu2)]
        [S4DBranch(StateSize = 4, Activation = Activation.None)]
        public sealed partial class CausalRegressor;
        """;

    /// <summary>A file with one declared class, its attributes given.</summary>
    /// <param name="attributes">The attribute lists.</param>
    /// <param name="declaration">The class.</param>
    public static string Class(string attributes, string declaration = "public sealed partial class Model;") => $"""
        using SerpentDsl;
        using SerpentDsl.Layers;
        using SerpentDsl.Tasks;
        using System;
        using System.ComponentModel;
        using System.ComponentModel.DataAnnotations;
        using System.Threading;
        using static TorchSharp.torch;

        namespace Demo;

        {attributes}
        {declaration}
        """;

    /// <summary>A file with one declared class that has a fitting head.</summary>
    public static string Classifier(string attributes, string declaration = "public sealed partial class Model;") =>
        Class("[SequenceClassifier(vocabulary: 20, classes: 10, maxLength: 64)]\n" + attributes, declaration);

    /// <summary>A file with one declared class that has a fitting head, backbone and branch.</summary>
    /// <param name="declaration">The class.</param>
    /// <param name="more">What follows in the file.</param>
    public static string Whole(string declaration, string more = "") =>
        Classifier("[Backbone(features: 8, depth: 1)]\n[S4Branch(StateSize = 2)]", declaration + "\n" + more);

    /// <summary>A fitting head and backbone with one branch of a backend that the source defines.</summary>
    public static string WithBackend(string backend, string branch = "[Echo]") =>
        Classifier($"[Backbone(features: 8, depth: 1)]\n{branch}", "public sealed partial class Model;\n\n" + backend);
}
