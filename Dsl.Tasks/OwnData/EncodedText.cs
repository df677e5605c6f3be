namespace SerpentDsl.Tasks;

/// <summary>An encoded row.</summary>
/// <param name="First">The tokens of the text, or of the first of two.</param>
/// <param name="Second">The tokens of the second text; null where a row has one.</param>
/// <param name="Label">The number of its class.</param>
internal readonly record struct EncodedText(CutText First, CutText? Second, int Label);
