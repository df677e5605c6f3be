using System.Text;

namespace SerpentDsl.Tasks;

/// <summary>One id per Unicode code point: pad 0, unk 1, eos 2, then an alphabet in its order. Other characters are unk.</summary>
public sealed class CharacterEncoder : ISequenceEncoder
{
    private const int Ascii = 128;

    private readonly ushort[] _ascii = new ushort[Ascii];
    private readonly Dictionary<Rune, ushort> _others = [];
    private readonly Rune[] _alphabet;

    /// <param name="alphabet">The characters, all different.</param>
    /// <exception cref="ArgumentException">A character occurs twice.</exception>
    public CharacterEncoder(string alphabet)
    {
        _alphabet = [.. alphabet.EnumerateRunes()];
        if (_alphabet.Distinct().Count() < _alphabet.Length)
        {
            throw new ArgumentException("A character is in the alphabet twice.", nameof(alphabet));
        }

        Array.Fill(_ascii, SpecialTokens.Unknown);
        for (var i = 0; i < _alphabet.Length; i++)
        {
            var id = checked((ushort)(SpecialTokens.Count + i));
            if (_alphabet[i].IsAscii)
            {
                _ascii[_alphabet[i].Value] = id;
            }
            else
            {
                _others.Add(_alphabet[i], id);
            }
        }
    }

    /// <summary>The characters in the order of their ids.</summary>
    public string Alphabet => string.Concat(_alphabet.Select(rune => rune.ToString()));

    /// <summary>Number of ids.</summary>
    public int Vocabulary => SpecialTokens.Count + _alphabet.Length;

    /// <summary>
    /// The alphabet of a corpus: the characters that occur often enough in the beginnings of its texts, most frequent first, equally
    /// frequent ones by code point.
    /// </summary>
    /// <param name="texts">The texts.</param>
    /// <param name="firstCharacters">Number of characters of each text that are counted.</param>
    /// <param name="minimum">Smallest number of occurrences of a character with its own id.</param>
    /// <param name="most">Largest size of the alphabet.</param>
    public static string AlphabetOf(IEnumerable<string> texts, int firstCharacters, int minimum, int most)
    {
        var counts = new Dictionary<Rune, long>();
        foreach (var text in texts)
        {
            var left = firstCharacters;
            foreach (var rune in text.EnumerateRunes())
            {
                if (left-- == 0)
                {
                    break;
                }

                counts[rune] = counts.GetValueOrDefault(rune) + 1;
            }
        }

        return string.Concat(counts.Where(pair => pair.Value >= minimum)
            .OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key)
            .Take(most)
            .Select(pair => pair.Key.ToString()));
    }

    /// <inheritdoc/>
    public ushort[] Encode(string text, int maxLength)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maxLength);
        var ids = new ushort[Math.Min(text.Length + 1, maxLength)];
        var length = 0;
        foreach (var rune in text.EnumerateRunes())
        {
            if (length == maxLength - 1)
            {
                break;
            }

            ids[length++] = rune.IsAscii ? _ascii[rune.Value] : _others.GetValueOrDefault(rune, SpecialTokens.Unknown);
        }

        ids[length++] = SpecialTokens.EndOfSequence;
        return length == ids.Length ? ids : ids[..length];
    }

    /// <inheritdoc/>
    public string NameOf(int token)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(token);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(token, Vocabulary);
        return token switch
        {
            SpecialTokens.Padding => SpecialTokens.PaddingName,
            SpecialTokens.Unknown => SpecialTokens.UnknownName,
            SpecialTokens.EndOfSequence => SpecialTokens.EndOfSequenceName,
            _ => _alphabet[token - SpecialTokens.Count].ToString(),
        };
    }
}
