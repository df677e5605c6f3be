namespace SerpentDsl.Generator.Read;

/// <summary>One branch attribute of a declaration, with its backend.</summary>
/// <param name="Attribute">The attribute as declared.</param>
/// <param name="Backend">The attribute's class and its layer.</param>
internal sealed record BranchModel(AttributeModel Attribute, BackendModel Backend)
{
    /// <summary>The layer class; null without <c>[BranchLayer]</c>.</summary>
    public LayerModel? Layer => Backend.Layer;
}
