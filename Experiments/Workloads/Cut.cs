namespace SerpentDsl.Experiments.Workloads;

/// <summary>Shortens sequences for a trial.</summary>
internal static class Cut
{
    /// <summary>The beginning of a sequence.</summary>
    /// <param name="maxLength">Most tokens; null for all.</param>
    /// <param name="tokens">The sequence.</param>
    public static ReadOnlyMemory<ushort> To(int? maxLength, ReadOnlyMemory<ushort> tokens) => tokens.Length > maxLength ? tokens[..maxLength.Value] : tokens;
}
