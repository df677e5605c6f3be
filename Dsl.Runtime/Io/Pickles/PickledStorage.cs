namespace SerpentDsl.Io;

/// <summary>A block of numbers that pickled tensors look into, before it is read.</summary>
/// <param name="Type">The type of its elements.</param>
/// <param name="Key">The name of its record in the archive, below <c>data/</c>.</param>
/// <param name="Count">The number of its elements.</param>
internal sealed record PickledStorage(SafetensorsType Type, string Key, long Count);
