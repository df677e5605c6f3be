namespace SerpentDsl;

/// <summary>What is added to the similarity of a query and a key, by their distance.</summary>
public enum RelativeBiasKind
{
    /// <summary>One trained number for every distance.</summary>
    Simple,

    /// <summary>The product of two trained vectors, turned by angles that grow with the distance; for an even number of query
    /// features.</summary>
    [Demands("QueryFeatures", MultipleOf = 2)]
    Rotary,
}
