namespace SerpentDsl.Tasks;

/// <summary>Encodes text with the fixed table of <see cref="ListOpsTokenizer"/>.</summary>
internal sealed class ListOpsEncoder : ISequenceEncoder
{
    /// <inheritdoc/>
    public ushort[] Encode(string text, int maxLength) => ListOpsTokenizer.Encode(text, maxLength);

    /// <inheritdoc/>
    public string NameOf(int token)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(token);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(token, ListOpsTokenizer.Vocabulary);
        return token == ListOpsTokenizer.EndOfSequence ? SpecialTokens.EndOfSequenceName : ListOpsTokenizer.Decode([(ushort)token]);
    }
}
