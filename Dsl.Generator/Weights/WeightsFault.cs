namespace SerpentDsl.Generator.Weights;

/// <summary>Something in a weights ledger that cannot be read.</summary>
/// <param name="At">Where.</param>
/// <param name="Text">What it is, as a sentence without its full stop.</param>
internal sealed record WeightsFault(TextLocation At, string Text);
