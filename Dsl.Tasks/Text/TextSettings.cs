namespace SerpentDsl.Tasks;

/// <summary>The differences between the variants of the Text task.</summary>
/// <param name="Bytes">Whether a token is a byte; else it is a character.</param>
/// <param name="Official">Whether models are chosen by the test half, as in the literature; otherwise by a part of the training
/// half.</param>
/// <param name="MaxLength">Largest number of tokens of a review, end of sequence included.</param>
internal sealed record TextSettings(bool Bytes, bool Official, int MaxLength)
{
    /// <summary>Largest size of the character vocabulary, as in published models.</summary>
    public const int MostCharacters = 135;

    /// <summary>Number of characters of a review that are counted for the alphabet, in every variant.</summary>
    public const int CountedCharacters = 4095;

    /// <summary>Smallest number of occurrences of a character with its own id.</summary>
    public const int MinimumCount = 15;

    /// <summary>One in so many rows of the training half goes to the validation split.</summary>
    public const int HeldOutShare = 10;

    /// <summary>Number of ids.</summary>
    public int Vocabulary => Bytes ? ByteEncoder.Vocabulary : MostCharacters;

    /// <summary>The settings in one line, for the cache's fingerprint.</summary>
    public string Describe() =>
        $"text 2, {(Bytes ? "bytes" : $"characters counted {MinimumCount} times in {CountedCharacters}")}, length {MaxLength}, "
            + $"{(Official ? "official split" : $"1/{HeldOutShare} held out")}";
}
