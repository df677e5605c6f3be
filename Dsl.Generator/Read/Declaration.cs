using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Read;

/// <summary>All that the generator takes from the source about one declared architecture: values only.</summary>
internal sealed record Declaration(
    ClassModel Class,
    AttributeModel Head,
    EquatableArray<string> OtherHeads,
    AttributeModel? Backbone,
    EquatableArray<BranchModel> Branches,
    RecipeModel? Recipe,
    EquatableArray<PieceModel> Pieces)
{
    /// <summary>The publications that it names.</summary>
    public EquatableArray<Citation> Citations { get; init; }

    /// <summary>Its limits, if any.</summary>
    public AttributeModel? Budget { get; init; }
}
