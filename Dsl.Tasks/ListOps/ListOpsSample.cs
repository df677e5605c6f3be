namespace SerpentDsl.Tasks;

/// <summary>Expressions drawn by <see cref="ListOpsGenerator"/>.</summary>
/// <param name="Expressions">The expressions, all different, in the order of their drawing.</param>
/// <param name="Candidates">How many trees were drawn for them.</param>
/// <param name="Duplicates">How many trees of a fitting length had been drawn before.</param>
public sealed record ListOpsSample(IReadOnlyList<ListOpsExpression> Expressions, long Candidates, long Duplicates);
