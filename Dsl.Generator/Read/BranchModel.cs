namespace SerpentDsl.Generator.Read;

/// <summary>One branch attribute and what stands behind it.</summary>
/// <param name="Attribute">The attribute as declared.</param>
/// <param name="Backend">Its class and the layer behind it.</param>
internal sealed record BranchModel(AttributeModel Attribute, BackendModel Backend)
{
    /// <summary>Its layer class; null without <c>[BranchLayer]</c>.</summary>
    public LayerModel? Layer => Backend.Layer;
}
