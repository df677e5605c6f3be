namespace SerpentDsl.Generator.Heads;

/// <summary>One sequence that a model reads.</summary>
/// <param name="Name">Parameter of <c>forward</c> that takes the padded batch.</param>
/// <param name="Lengths">Parameter that takes the true lengths of the batch's sequences.</param>
/// <param name="Documentation">Text of the first parameter in the doc comment.</param>
internal sealed record HeadInput(string Name, string Lengths, string Documentation);
