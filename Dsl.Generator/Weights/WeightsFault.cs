namespace SerpentDsl.Generator.Weights;

/// <summary>A part of a weights ledger that cannot be read.</summary>
/// <param name="At">Its location.</param>
/// <param name="Text">The description of the fault, as a sentence without its full stop.</param>
internal sealed record WeightsFault(TextLocation At, string Text);
