namespace SerpentDsl.Tasks;

/// <summary>Expressions drawn by <see cref="ListOpsGenerator"/>.</summary>
/// <param name="Expressions">The expressions, all different, in the order in which they were drawn.</param>
/// <param name="Candidates">Number of trees that were drawn to get them.</param>
/// <param name="Duplicates">Number of trees of a valid length that were rejected as duplicates.</param>
public sealed record ListOpsSample(IReadOnlyList<ListOpsExpression> Expressions, long Candidates, long Duplicates);
