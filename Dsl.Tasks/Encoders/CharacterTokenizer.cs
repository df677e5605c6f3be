using System.Text;

namespace SerpentDsl.Tasks;

/// <summary>One id per Unicode code point of running text: unknown 0, then an alphabet in its order. No padding: text has none.</summary>
public sealed class CharacterTokenizer : ITokenizer
{
    private readonly Dictionary<Rune, int> _ids = [];
    private readonly byte[][] _bytes;

    /// <param name="alphabet">The characters, all different.</param>
    /// <exception cref="ArgumentException">A character occurs twice.</exception>
    public CharacterTokenizer(string alphabet)
    {
        Alphabet = alphabet;
        Rune[] runes = [.. alphabet.EnumerateRunes()];
        foreach (var rune in runes)
        {
            if (!_ids.TryAdd(rune, _ids.Count + 1))
            {
                throw new ArgumentException($"The character '{rune}' is in the alphabet twice.", nameof(alphabet));
            }
        }

        _bytes = [.. runes.Prepend(Rune.ReplacementChar).Select(rune => Encoding.UTF8.GetBytes(rune.ToString()))];
    }

    /// <summary>The characters in the order of their ids, from 1.</summary>
    public string Alphabet { get; }

    /// <inheritdoc/>
    public int Vocabulary => _bytes.Length;

    /// <inheritdoc/>
    public int[] Encode(string text) => [.. text.EnumerateRunes().Select(rune => _ids.GetValueOrDefault(rune))];

    /// <inheritdoc/>
    public ReadOnlySpan<byte> BytesOf(int token) => (uint)token < (uint)_bytes.Length
        ? _bytes[token]
        : throw new ArgumentOutOfRangeException(nameof(token), $"{token} is no token; they are 0 … {_bytes.Length - 1}.");
}
