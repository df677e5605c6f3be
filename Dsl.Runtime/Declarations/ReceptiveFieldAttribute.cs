namespace SerpentDsl;

/// <summary>
/// States how many positions of its input one output of a layer class depends on, itself counted and both directions together:
/// <c>[ReceptiveField("Taps")]</c>. An output of a layer class without this attribute depends on the whole sequence.
/// </summary>
/// <param name="positions">An expression as in <see cref="LayerParameterAttribute"/>.</param>
[AttributeUsage(AttributeTargets.Class)]
public sealed class ReceptiveFieldAttribute(string positions) : Attribute
{
    /// <summary>The expression.</summary>
    public string Positions { get; } = positions;
}
