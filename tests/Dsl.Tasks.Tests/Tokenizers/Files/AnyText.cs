using System.Text;
using CsCheck;

namespace SerpentDsl.Tasks.Tests.Tokenizers;

/// <summary>Draws texts of the kinds that tokenizers treat differently.</summary>
internal static class AnyText
{
    private static readonly string[] s_parts =
    [
        "the", " the", "owl", "hoots", "The", "OWL", "wls", " ", "  ", "   ", "\n", "\n\n", "\r\n", "\t", "\u00a0", "\u3000",
        "\u200b", "\u0085",
        "1", "12", "123", "2024", "½", "Ⅳ", "²", "٣", ".", ",", "!", "?", "...", "'", "'s", "'re", "'LL", "’s",
        "-", "_", "<", ">", "$", "+", "§", "«",
        "é", "e\u0301", "ñ", "ﬁ", "Å", "\u212b", "ǆ", "İ", "ß", "ſ", "K", "Σ", "ς", "ệ", "e\u0323\u0302",
        "a\u0327\u0301\u0323", "\u0301",
        "한국", "\u1112\u1161\u11ab", "東京", "ひら", "カ\u3099", "ไทย", "हिन्दी", "עִבְרִית", "العربية",
        "😀", "👩‍👩‍👧", "🇩🇪", "𝒳", "𐐀", "🄰", "①", "Ⓐ",
        "\0", "\u0001", "\u007f", "\ufeff", "\ufffd", "\u00ad", "\ue000", "<sep>", "<pad>", "[UNK]", "<|end|>", "▁", "##s",
        "<0x41>", "word",
    ];

    /// <summary>Texts of familiar parts, with any other characters between them.</summary>
    public static Gen<string> Gen { get; } = CsCheck.Gen.Frequency(
            (9, CsCheck.Gen.OneOf(s_parts)),
            (1, CsCheck.Gen.Int[0, 0xFFFF].Select(Assigned)),
            (1, CsCheck.Gen.Int[0x10000, 0x1FFFF].Select(Assigned)))
        .List[0, 16].Select(string.Concat);

    /// <summary>A character that every version of Unicode in use knows; others become a letter.</summary>
    private static string Assigned(int value) =>
        Rune.IsValid(value) && Rune.GetUnicodeCategory(new Rune(value)) != System.Globalization.UnicodeCategory.OtherNotAssigned
            ? new Rune(value).ToString()
            : "q";
}
