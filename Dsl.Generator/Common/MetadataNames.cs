namespace SerpentDsl.Generator.Common;

/// <summary>The names by which the generator knows the types of Dsl.Runtime.</summary>
internal static class MetadataNames
{
    public const string Torch = "TorchSharp.torch";
    public const string Backbone = "SerpentDsl.BackboneAttribute";
    public const string VariantOf = "SerpentDsl.VariantOfAttribute";
    public const string Branch = "SerpentDsl.BranchAttribute";
    public const string BranchLayer = "SerpentDsl.BranchLayerAttribute";
    public const string LayerParameter = "SerpentDsl.LayerParameterAttribute";
    public const string LayerCost = "SerpentDsl.LayerCostAttribute";
    public const string LayerBuffer = "SerpentDsl.LayerBufferAttribute";
    public const string LayerState = "SerpentDsl.LayerStateAttribute";
    public const string ReceptiveField = "SerpentDsl.ReceptiveFieldAttribute";
    public const string Citation = "SerpentDsl.CitationAttribute";
    public const string Budget = "SerpentDsl.BudgetAttribute";
    public const string MultipleOf = "SerpentDsl.MultipleOfAttribute";
    public const string DivisorOf = "SerpentDsl.DivisorOfAttribute";
    public const string NotBelow = "SerpentDsl.NotBelowAttribute";
    public const string Demands = "SerpentDsl.DemandsAttribute";
    public const string Recipe = "SerpentDsl.RecipeAttribute";
    public const string SequenceLayer = "SerpentDsl.Layers.SequenceLayer";
    public const string StreamingLayer = "SerpentDsl.Layers.StreamingLayer";
    public const string SkipReadingLayer = "SerpentDsl.Layers.SkipReadingLayer";

    /// <summary>The namespace of the task interfaces, with a dot at the end.</summary>
    public const string Tasks = "SerpentDsl.Tasks.";
    public const string Architecture = "SerpentDsl.Specs.IArchitecture";
    public const string AttributeUsage = "System.AttributeUsageAttribute";
    public const string DefaultValue = "System.ComponentModel.DefaultValueAttribute";
    public const string AllowedValues = "System.ComponentModel.DataAnnotations.AllowedValuesAttribute";
    public const string Range = "System.ComponentModel.DataAnnotations.RangeAttribute";

    public const string GatedLinearMixer = "SerpentDsl.Layers.GatedLinearMixer";
    public const string GeluLinearMixer = "SerpentDsl.Layers.GeluLinearMixer";
    public const string HalfGatedMixer = "SerpentDsl.Layers.HalfGatedMixer";
    public const string Linear = "TorchSharp.Modules.Linear";
    public const string FeedForward = "SerpentDsl.Layers.FeedForward";
    public const string SequencePositions = "SerpentDsl.Layers.SequencePositions";

    /// <summary>The layers that generated code uses besides those of the branches.</summary>
    public static readonly string[] RuntimeLayers =
    [
        NormLayer("Batch"),
        NormLayer("Layer"),
        NormLayer("Rms"),
        NormLayer("Scale"),
        GatedLinearMixer,
        GeluLinearMixer,
        HalfGatedMixer,
        FeedForward,
        SequencePositions,
        CompressionLayer(isCausal: false),
        CompressionLayer(isCausal: true),
    ];

    /// <summary>The layer that resamples a sequence.</summary>
    public static string CompressionLayer(bool isCausal) =>
        isCausal ? "SerpentDsl.Resampling.CausalCompression" : "SerpentDsl.Resampling.SelectiveCompression";

    /// <summary>The layer for a member of the enum <c>SerpentDsl.Norm</c>.</summary>
    public static string NormLayer(string norm) => "SerpentDsl.Layers.Sequence" + norm + "Norm";
}
