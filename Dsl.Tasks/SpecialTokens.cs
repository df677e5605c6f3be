namespace SerpentDsl.Tasks;

/// <summary>The first ids of every character-level task, and their names.</summary>
internal static class SpecialTokens
{
    public const ushort Padding = 0;
    public const ushort Unknown = 1;
    public const ushort EndOfSequence = 2;
    public const int Count = 3;

    public const string PaddingName = "<pad>";
    public const string UnknownName = "<unk>";
    public const string EndOfSequenceName = "<eos>";
}
