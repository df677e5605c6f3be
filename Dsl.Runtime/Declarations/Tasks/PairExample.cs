namespace SerpentDsl.Tasks;

/// <summary>One labelled pair of sequences.</summary>
/// <param name="First">Token ids of the first sequence, end-of-sequence included, without padding.</param>
/// <param name="Second">Token ids of the second one. Examples may share the memory of a sequence that occurs in several pairs.</param>
/// <param name="Label">The class.</param>
public readonly record struct PairExample(ReadOnlyMemory<ushort> First, ReadOnlyMemory<ushort> Second, int Label);
