using SerpentDsl.Generator.Common;
using SerpentDsl.Generator.Model;

namespace SerpentDsl.Generator.Read;

/// <summary>All that the generator takes from the source about one declared architecture: values only.</summary>
internal sealed record Declaration(
    ClassModel Class,
    AttributeModel Head,
    EquatableArray<string> OtherHeads,
    AttributeModel? Backbone,
    EquatableArray<BranchModel> Branches,
    RecipeModel? Recipe,
    EquatableArray<RuntimeLayer> RuntimeLayers)
{
    /// <summary>What the project is compiled as and with.</summary>
    public HostProject HostProject { get; init; } = new(OldLanguage: null, HasTorchSharp: true);

    /// <summary>The publications that it names.</summary>
    public EquatableArray<Citation> Citations { get; init; }

    /// <summary>Its limits, if any.</summary>
    public AttributeModel? Budget { get; init; }

    /// <summary>That it is a variant; null when it is none.</summary>
    public VariantModel? Variant { get; init; }

    /// <summary>
    /// What it inherits, as the other architecture declares it, when that one stands in the same compilation: what is wrong with it is
    /// reported there and not again here. Its class is this one.
    /// </summary>
    public Declaration? Inherited { get; init; }
}
