using System.Collections.Generic;
using System.Linq;
using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Plan;

/// <summary>The types that generated code names, beside the branches' layers.</summary>
internal static class KnownTypes
{
    public const string Torch = "global::TorchSharp.torch";
    public const string Tensor = "global::TorchSharp.torch.Tensor";
    public const string Embedding = "global::TorchSharp.Modules.Embedding";
    public const string Linear = "global::TorchSharp.Modules.Linear";
    public const string Dropout = "global::TorchSharp.Modules.Dropout";
    public const string GeneratedCode = "global::System.CodeDom.Compiler.GeneratedCodeAttribute";
    public const string SequenceLayer = "global::SerpentDsl.Layers.SequenceLayer";
    public const string SequenceInput = "global::SerpentDsl.Layers.SequenceInput";
    public const string SequenceMask = "global::SerpentDsl.Layers.SequenceMask";
    public const string SequencePooling = "global::SerpentDsl.Layers.SequencePooling";
    public const string GatedLinearMixer = "global::" + MetadataNames.GatedLinearMixer;
    public const string SelectiveCompression = "global::" + MetadataNames.SelectiveCompression;
    public const string IArchitecture = "global::SerpentDsl.Specs.IArchitecture";
    public const string ISequenceModel = "global::SerpentDsl.Specs.ISequenceModel";
    public const string ISequenceClassifier = "global::SerpentDsl.Specs.ISequenceClassifier";
    public const string ArchitectureSpec = "global::SerpentDsl.Specs.ArchitectureSpec";
    public const string ClassifierHeadSpec = "global::SerpentDsl.Specs.ClassifierHeadSpec";
    public const string LayerSpec = "global::SerpentDsl.Specs.LayerSpec";
    public const string RecipeSpec = "global::SerpentDsl.Specs.RecipeSpec";
    public const string ModelFacts = "global::SerpentDsl.Specs.ModelFacts";
    public const string StreamingFacts = "global::SerpentDsl.Specs.StreamingFacts";
    public const string WeightSpec = "global::SerpentDsl.Specs.WeightSpec";

    private static readonly string[] All =
    [
        Torch, Tensor, Embedding, Linear, Dropout, GeneratedCode, SequenceLayer, SequenceInput, SequenceMask, SequencePooling, IArchitecture,
        ModelFacts, StreamingFacts, WeightSpec,
        ISequenceModel, ISequenceClassifier, ArchitectureSpec, ClassifierHeadSpec, LayerSpec, RecipeSpec, .. MetadataNames.Pieces.Select(piece => "global::" + piece),
    ];

    /// <summary>What each of them is called where nothing else has that name.</summary>
    public static IEnumerable<string> ShortNames => All.Select(ShortName);

    /// <summary>The last part of a full name.</summary>
    public static string ShortName(string fullName) =>
        Identifiers.WithoutAttributeSuffix(fullName.Substring(fullName.LastIndexOf('.') + 1));
}
