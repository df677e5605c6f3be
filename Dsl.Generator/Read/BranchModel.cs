namespace SerpentDsl.Generator.Read;

/// <summary>One branch attribute and what stands behind it.</summary>
/// <param name="Attribute">The attribute as declared.</param>
/// <param name="Layer">Its layer class; null without <c>[BranchLayer]</c>.</param>
internal sealed record BranchModel(AttributeModel Attribute, LayerModel? Layer);
