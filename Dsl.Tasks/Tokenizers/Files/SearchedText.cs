using System.Globalization;
using System.Text;

namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>
/// A text in the form in which .NET's regular expressions can search it: they see a character beyond U+FFFF as two surrogates, which are
/// neither letters nor signs, so a character of the same category stands for it.
/// </summary>
internal sealed class SearchedText
{
    private readonly int[]? _places;

    /// <param name="text">The text, without lone surrogates.</param>
    public SearchedText(string text)
    {
        Characters = text;
        if (!text.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF'))
        {
            return;
        }

        var characters = new StringBuilder(text.Length);
        var places = new List<int>(text.Length + 1);
        var place = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            characters.Append(rune.IsBmp ? (char)rune.Value : StandIn(rune));
            places.Add(place);
            place += rune.Utf16SequenceLength;
        }

        places.Add(place);
        Characters = characters.ToString();
        _places = [.. places];
    }

    /// <summary>The text to search; each character of the original is one <see cref="char"/> of it.</summary>
    public string Characters { get; }

    /// <summary>The place in the original of a place in <see cref="Characters"/>.</summary>
    public int PlaceOf(int index) => _places is null ? index : _places[index];

    // Rare characters, so that patterns do not name them themselves.
    private static char StandIn(Rune rune) => Rune.GetUnicodeCategory(rune) switch
    {
        UnicodeCategory.UppercaseLetter => '\uA640',
        UnicodeCategory.LowercaseLetter => '\uA641',
        UnicodeCategory.ModifierLetter => '\uA7F8',
        UnicodeCategory.OtherLetter => '\uA000',
        UnicodeCategory.NonSpacingMark => '\uA66F',
        UnicodeCategory.SpacingCombiningMark => '\uA823',
        UnicodeCategory.EnclosingMark => '\uA670',
        UnicodeCategory.DecimalDigitNumber => '\uA620',
        UnicodeCategory.LetterNumber => '\uA6E6',
        UnicodeCategory.OtherNumber => '\uA830',
        UnicodeCategory.MathSymbol => '\u2A00',
        UnicodeCategory.CurrencySymbol => '\uA838',
        UnicodeCategory.ModifierSymbol => '\uA700',
        UnicodeCategory.OtherSymbol when CharacterClasses.IsWord(rune) => '\u24B6',
        UnicodeCategory.OtherSymbol => '\uA836',
        UnicodeCategory.OtherPunctuation => '\uA673',
        UnicodeCategory.DashPunctuation => '\u2E3A',
        UnicodeCategory.Format => '\u2060',
        UnicodeCategory.PrivateUse => '\uE000',
        _ => '\u0378',
    };
}
