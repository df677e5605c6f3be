using System.Collections.Generic;
using System.Linq;

namespace SerpentDsl.Generator.Common;

/// <summary>The types that generated code names, apart from the branches' layers.</summary>
internal static class KnownTypes
{
    public const string Torch = "global::" + MetadataNames.Torch;
    public const string Tensor = "global::TorchSharp.torch.Tensor";
    public const string Embedding = "global::TorchSharp.Modules.Embedding";
    public const string Linear = "global::" + MetadataNames.Linear;
    public const string Dropout = "global::TorchSharp.Modules.Dropout";
    public const string GeneratedCode = "global::System.CodeDom.Compiler.GeneratedCodeAttribute";
    public const string SequenceLayer = "global::SerpentDsl.Layers.SequenceLayer";
    public const string SequenceInput = "global::SerpentDsl.Layers.SequenceInput";
    public const string SequenceMask = "global::SerpentDsl.Layers.SequenceMask";
    public const string SequencePooling = "global::SerpentDsl.Layers.SequencePooling";
    public const string SequencePair = "global::SerpentDsl.Layers.SequencePair";
    public const string SequenceDropout = "global::SerpentDsl.Layers.SequenceDropout";
    public const string TiedProjection = "global::SerpentDsl.Layers.TiedProjection";
    public const string ExactGelu = "global::SerpentDsl.Layers.ExactGelu";
    public const string Pointwise = "global::SerpentDsl.Layers.Pointwise";
    public const string PointwiseFunction = "global::SerpentDsl.PointwiseFunction";
    public const string FeedForward = "global::" + MetadataNames.FeedForward;
    public const string SequencePositions = "global::" + MetadataNames.SequencePositions;
    public const string CompressionOptions = "global::SerpentDsl.Resampling.CompressionOptions";
    public const string PointPlacement = "global::SerpentDsl.PointPlacement";
    public const string Interval = "global::SerpentDsl.Interval";
    public const string ReadBack = "global::SerpentDsl.ReadBack";
    public const string Pooling = "global::SerpentDsl.Pooling";
    public const string IArchitecture = "global::SerpentDsl.Specs.IArchitecture";
    public const string ISequenceModel = "global::SerpentDsl.Specs.ISequenceModel";
    public const string ArchitectureSpec = "global::SerpentDsl.Specs.ArchitectureSpec";
    public const string LayerSpec = "global::SerpentDsl.Specs.LayerSpec";
    public const string RecipeSpec = "global::SerpentDsl.Specs.RecipeSpec";
    public const string StreamingBlock = "global::SerpentDsl.Layers.StreamingBlock";
    public const string StreamState = "global::SerpentDsl.Layers.StreamState";
    public const string StreamInput = "global::SerpentDsl.Layers.StreamInput";
    public const string Scalars = "global::SerpentDsl.Native.Scalars";
    public const string StreamStep = "global::SerpentDsl.Layers.StreamStep";
    public const string StreamPooling = "global::SerpentDsl.Layers.StreamPooling";
    public const string IStreamingModel = "global::SerpentDsl.Specs.IStreamingModel";
    public const string ModelFacts = "global::SerpentDsl.Specs.ModelFacts";
    public const string StreamingFacts = "global::SerpentDsl.Specs.StreamingFacts";
    public const string WeightSpec = "global::SerpentDsl.Specs.WeightSpec";
    public const string ISequenceClassifier = "global::SerpentDsl.Specs.ISequenceClassifier";
    public const string IPairClassifier = "global::SerpentDsl.Specs.IPairClassifier";
    public const string ILanguageModel = "global::SerpentDsl.Specs.ILanguageModel";
    public const string ISequenceRegressor = "global::SerpentDsl.Specs.ISequenceRegressor";
    public const string ClassifierHeadSpec = "global::SerpentDsl.Specs.ClassifierHeadSpec";
    public const string PairClassifierHeadSpec = "global::SerpentDsl.Specs.PairClassifierHeadSpec";
    public const string LanguageModelHeadSpec = "global::SerpentDsl.Specs.LanguageModelHeadSpec";
    public const string RegressorHeadSpec = "global::SerpentDsl.Specs.RegressorHeadSpec";

    private static readonly string[] s_all =
    [
        Torch, Tensor, Embedding, Linear, Dropout, GeneratedCode, SequenceLayer, SequenceInput, SequenceMask, SequencePooling, SequencePair,
        SequenceDropout, TiedProjection, ExactGelu, Pointwise, PointwiseFunction, Pooling, IArchitecture, ISequenceModel, ArchitectureSpec,
        LayerSpec, RecipeSpec, CompressionOptions, PointPlacement, Interval, ReadBack,
        ModelFacts, StreamingFacts, WeightSpec,
        StreamingBlock, StreamState, StreamInput, StreamStep, StreamPooling, IStreamingModel,
        ISequenceClassifier, IPairClassifier, ILanguageModel, ISequenceRegressor,
        ClassifierHeadSpec, PairClassifierHeadSpec, LanguageModelHeadSpec, RegressorHeadSpec,
        .. MetadataNames.RuntimeLayers.Select(layer => "global::" + layer),
    ];

    /// <summary>The short names of these types, which generated code uses unless a name has another meaning there.</summary>
    public static IEnumerable<string> ShortNames => s_all.Select(ShortName);

    /// <summary>The last part of a full name.</summary>
    public static string ShortName(string fullName) =>
        Identifiers.WithoutAttributeSuffix(fullName.Substring(fullName.LastIndexOf('.') + 1));
}
