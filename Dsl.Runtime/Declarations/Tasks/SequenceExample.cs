namespace SerpentDsl.Tasks;

/// <summary>One labelled sequence.</summary>
/// <param name="Tokens">Token ids, end-of-sequence included, without padding.</param>
/// <param name="Label">The class.</param>
public readonly record struct SequenceExample(ReadOnlyMemory<ushort> Tokens, int Label);
