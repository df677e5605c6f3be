using System.Buffers;
using System.Text;

namespace SerpentDsl.Tasks;

/// <summary>
/// Cuts text into the pieces that byte-pair merges stay within, as GPT-2's tokenizer does: an English contraction; letters, digits or other
/// signs, each with at most one space before; white space, except a last space before a word, which belongs to the word. Works on UTF-8;
/// invalid bytes count as other signs, so that every byte string can be cut.
/// </summary>
internal static class TextPieces
{
    private enum Kind : byte
    {
        Space,
        Letter,
        Digit,
        Other,
    }

    private static readonly Kind[] s_ascii = [.. Enumerable.Range(0, 128).Select(code => KindOf(new Rune(code)))];

    /// <summary>Where the piece that starts at a position ends.</summary>
    /// <param name="text">The text.</param>
    /// <param name="start">Start of the piece, before the end of the text.</param>
    public static int EndOf(ReadOnlySpan<byte> text, int start)
    {
        if (text[start] == '\'' && ContractionAt(text[start..]) is > 0 and int contraction)
        {
            return start + contraction;
        }

        var first = text[start] == ' ' && start + 1 < text.Length ? start + 1 : start;
        var kind = KindAt(text, first, out var length);
        if (kind != Kind.Space)
        {
            return RunEnd(text, first + length, kind);
        }

        var last = start;
        var end = start;
        while (end < text.Length && KindAt(text, end, out length) == Kind.Space)
        {
            last = end;
            end += length;
        }

        // Before a word, the last space belongs to the word, unless it is the only white space.
        return end == text.Length || last == start ? end : last;
    }

    private static int RunEnd(ReadOnlySpan<byte> text, int position, Kind kind)
    {
        while (position < text.Length && KindAt(text, position, out var length) == kind)
        {
            position += length;
        }

        return position;
    }

    private static int ContractionAt(ReadOnlySpan<byte> text) =>
        text.Length < 2 ? 0
        : text[1] is (byte)'s' or (byte)'t' or (byte)'m' or (byte)'d' ? 2
        : text.StartsWith("'re"u8) || text.StartsWith("'ve"u8) || text.StartsWith("'ll"u8) ? 3
        : 0;

    private static Kind KindAt(ReadOnlySpan<byte> text, int position, out int length)
    {
        if (text[position] < 128)
        {
            length = 1;
            return s_ascii[text[position]];
        }

        return Rune.DecodeFromUtf8(text[position..], out var rune, out length) == OperationStatus.Done ? KindOf(rune) : Kind.Other;
    }

    private static Kind KindOf(Rune rune) =>
        Rune.IsWhiteSpace(rune) ? Kind.Space : Rune.IsLetter(rune) ? Kind.Letter : Rune.IsNumber(rune) ? Kind.Digit : Kind.Other;
}
