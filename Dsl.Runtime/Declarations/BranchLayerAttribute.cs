namespace SerpentDsl;

/// <summary>
/// Names the layer class behind a <see cref="BranchAttribute"/>: a <see cref="Layers.SequenceLayer"/> with one public
/// constructor. Its parameters are named after what they take: <c>features</c>, <c>bidirectional</c>, <c>maxLength</c>,
/// or (in camel case) a property of the attribute.
/// </summary>
/// <param name="layer">The layer class.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class BranchLayerAttribute(Type layer) : Attribute
{
    /// <summary>The layer class.</summary>
    public Type Layer { get; } = layer;
}
