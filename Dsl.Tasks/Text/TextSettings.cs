namespace SerpentDsl.Tasks;

/// <summary>What the variants of the Text task differ in.</summary>
/// <param name="Bytes">Whether a token is a byte; else it is a character.</param>
/// <param name="Official">Whether models are chosen on the test half, as in the literature; else on a part held out of the training
/// half.</param>
/// <param name="MaxLength">Most tokens of a review, end of sequence included.</param>
internal sealed record TextSettings(bool Bytes, bool Official, int MaxLength)
{
    /// <summary>Bound of the character vocabulary, the width that published models use.</summary>
    public const int MostCharacters = 135;

    /// <summary>How many characters of a review the alphabet is counted on, whatever the variant reads of it.</summary>
    public const int CountedCharacters = 4095;

    /// <summary>How often a character occurs that has an id of its own.</summary>
    public const int MinimumCount = 15;

    /// <summary>A tenth of the training half is held out.</summary>
    public const int HeldOutShare = 10;

    /// <summary>Number of ids.</summary>
    public int Vocabulary => Bytes ? ByteEncoder.Vocabulary : MostCharacters;

    /// <summary>The settings in one line, for telling caches apart.</summary>
    public string Describe() =>
        $"text 1, {(Bytes ? "bytes" : $"characters counted {MinimumCount} times in {CountedCharacters}")}, length {MaxLength}, {(Official ? "official split" : $"1/{HeldOutShare} held out")}";
}
