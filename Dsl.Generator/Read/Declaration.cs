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
    /// <summary>The C# version of the project and its reference to TorchSharp.</summary>
    public HostProject HostProject { get; init; } = new(OldLanguage: null, HasTorchSharp: true);

    /// <summary>The publications that the declaration names.</summary>
    public EquatableArray<Citation> Citations { get; init; }

    /// <summary>The attribute with the budget; null without one.</summary>
    public AttributeModel? Budget { get; init; }

    /// <summary>The <c>[VariantOf]</c>; null for a declaration that is no variant.</summary>
    public VariantModel? Variant { get; init; }

    /// <summary>
    /// The inherited parts, as the other architecture declares them; null if it is in another compilation. Mistakes in
    /// these parts are reported at the other architecture, not again at this one. The class of this declaration is that of the variant.
    /// </summary>
    public Declaration? Inherited { get; init; }
}
