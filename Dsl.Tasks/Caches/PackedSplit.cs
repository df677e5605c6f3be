namespace SerpentDsl.Tasks;

/// <summary>The rows of a split, which name sequences by their numbers.</summary>
/// <param name="Labels">The class of each row.</param>
/// <param name="First">The sequence of each row.</param>
/// <param name="Second">The second sequence of each row; empty where rows have one.</param>
internal sealed record PackedSplit(byte[] Labels, int[] First, int[] Second);
