using System.Diagnostics.CodeAnalysis;

namespace SerpentDsl.Tasks;

/// <summary>
/// The printable characters that stand for bytes in byte-level vocabularies: printable Latin-1 stands for itself, the other bytes are
/// written as U+0100, U+0101, … in order. The ids of single bytes are in the order of these characters.
/// </summary>
internal static class ByteSymbols
{
    private const int FirstSubstitute = 0x100;

    private static readonly char[] s_symbols = MakeSymbols();
    private static readonly Dictionary<char, byte> s_bytes = Enumerable.Range(0, 256).ToDictionary(
        value => s_symbols[value], value => (byte)value);

    /// <summary>All bytes in the order of their ids.</summary>
    public static IReadOnlyList<byte> InOrder { get; } = [.. s_bytes.OrderBy(pair => pair.Key).Select(pair => pair.Value)];

    /// <summary>Writes bytes as these characters.</summary>
    public static string Write(ReadOnlySpan<byte> bytes)
    {
        var text = new char[bytes.Length];
        for (var i = 0; i < bytes.Length; i++)
        {
            text[i] = s_symbols[bytes[i]];
        }

        return new string(text);
    }

    /// <summary>Reads bytes from these characters; false if a character stands for no byte.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = new byte[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            if (!s_bytes.TryGetValue(text[i], out bytes[i]))
            {
                bytes = null;
                return false;
            }
        }

        return true;
    }

    private static char[] MakeSymbols()
    {
        var symbols = new char[256];
        var substitutes = 0;
        for (var value = 0; value < symbols.Length; value++)
        {
            var isPrintable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xFF and not 0xAD);
            symbols[value] = (char)(isPrintable ? value : FirstSubstitute + substitutes++);
        }

        return symbols;
    }
}
