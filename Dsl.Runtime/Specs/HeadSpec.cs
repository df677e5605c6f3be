namespace SerpentDsl.Specs;

/// <summary>What a model reads and answers. Each head has a record of its own.</summary>
/// <param name="Kind">Name of the head as a declaration writes it, such as <c>SequenceClassifier</c>.</param>
/// <param name="MaxLength">Longest sequence, in positions.</param>
public abstract record HeadSpec(string Kind, int MaxLength);
