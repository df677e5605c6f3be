namespace SerpentDsl.Experiments.Datasets;

/// <summary>Truncates sequences.</summary>
internal static class Truncation
{
    /// <summary>The first tokens of a sequence.</summary>
    /// <param name="maxLength">Number of tokens to keep; null: all.</param>
    /// <param name="tokens">The sequence.</param>
    public static ReadOnlyMemory<ushort> To(int? maxLength, ReadOnlyMemory<ushort> tokens) =>
        tokens.Length > maxLength ? tokens[..maxLength.Value] : tokens;
}
