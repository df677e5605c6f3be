using System.Runtime.InteropServices;
using System.Text;

namespace SerpentDsl.Tasks;

/// <summary>
/// One id per white-space separated word, and one, <c>&lt;eos&gt;</c>, for every line end: the word level of WikiText. Unknown words are
/// <c>&lt;unk&gt;</c>. When decoded, words and line ends have a space before them, so that a file in the official form is reproduced
/// exactly.
/// </summary>
public sealed class WordTokenizer : ITokenizer
{
    /// <summary>Stands for a line end; id 0 in vocabularies learned by <see cref="Learn"/>.</summary>
    public const string EndOfLine = "<eos>";

    /// <summary>Stands for a word that is not in the vocabulary. The text of WikiText itself contains it.</summary>
    public const string Unknown = "<unk>";

    private readonly string[] _words;
    private readonly byte[][] _bytes;
    private readonly Dictionary<byte[], int> _ids = new(ByteSpanComparer.Instance);
    private readonly int _endOfLine;
    private readonly int _unknown;

    /// <param name="words">The words in the order of their ids; <c>&lt;eos&gt;</c> and <c>&lt;unk&gt;</c> are among them.</param>
    /// <exception cref="ArgumentException">One of these two is missing, or a word occurs twice.</exception>
    public WordTokenizer(IEnumerable<string> words)
    {
        _words = [.. words];
        _bytes = new byte[_words.Length][];
        for (var id = 0; id < _words.Length; id++)
        {
            _bytes[id] = Encoding.UTF8.GetBytes(_words[id] == EndOfLine ? " \n" : " " + _words[id]);
            if (!_ids.TryAdd(Encoding.UTF8.GetBytes(_words[id]), id))
            {
                throw new ArgumentException($"The word '{_words[id]}' is there twice.");
            }
        }

        _endOfLine = Require(EndOfLine);
        _unknown = Require(Unknown);
    }

    /// <inheritdoc/>
    public int Vocabulary => _words.Length;

    /// <summary>The words in the order of their ids.</summary>
    public IReadOnlyList<string> Words => _words;

    /// <summary>
    /// The vocabulary of a text: <c>&lt;eos&gt;</c>, then its words, most frequent first, equally frequent ones in the order of their UTF-8
    /// bytes.
    /// </summary>
    /// <param name="blocks">The text as UTF-8, cut at line ends.</param>
    /// <param name="most">Largest size of the vocabulary; the rarest of more words have no id.</param>
    /// <param name="cancellation">Stops the counting.</param>
    public static WordTokenizer Learn(IEnumerable<byte[]> blocks, int most, CancellationToken cancellation = default)
    {
        var counts = new Dictionary<byte[], long>(ByteSpanComparer.Instance);
        var lookup = counts.GetAlternateLookup<ReadOnlySpan<byte>>();
        foreach (var block in blocks)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var start = 0; TryNextWord(block, ref start, out var word);)
            {
                if (word is not [(byte)'\n'])
                {
                    CollectionsMarshal.GetValueRefOrAddDefault(lookup, word, out _)++;
                }
            }
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(most, 2);
        string[] words = [.. counts.OrderByDescending(pair => pair.Value)
            .ThenBy(pair => pair.Key, Comparer<byte[]>.Create((x, y) => x.AsSpan().SequenceCompareTo(y)))
            .Select(pair => Encoding.UTF8.GetString(pair.Key))
            .Prepend(EndOfLine)
            .Distinct(StringComparer.Ordinal)
            .Take(most)];
        if (!words.Contains(Unknown))
        {
            words = [.. words.Take(most - 1), Unknown];
        }

        return new WordTokenizer(words);
    }

    /// <inheritdoc/>
    public int[] Encode(string text) => Encode(Encoding.UTF8.GetBytes(text));

    /// <summary>The ids of a text in UTF-8.</summary>
    /// <param name="utf8">The text.</param>
    public int[] Encode(ReadOnlySpan<byte> utf8)
    {
        var ids = new List<int>(utf8.Length / 4);
        var lookup = _ids.GetAlternateLookup<ReadOnlySpan<byte>>();
        for (var start = 0; TryNextWord(utf8, ref start, out var word);)
        {
            ids.Add(word is [(byte)'\n'] ? _endOfLine : lookup.TryGetValue(word, out var id) ? id : _unknown);
        }

        return [.. ids];
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> BytesOf(int token) => (uint)token < (uint)_bytes.Length
        ? _bytes[token]
        : throw new ArgumentOutOfRangeException(nameof(token), $"{token} is no token; they are 0 … {_bytes.Length - 1}.");

    /// <summary>Finds the next word, or a line feed by itself.</summary>
    internal static bool TryNextWord(ReadOnlySpan<byte> text, ref int start, out ReadOnlySpan<byte> word)
    {
        while (start < text.Length && IsSpaceAt(text, start, out var length))
        {
            start += length;
            if (text[start - 1] == '\n')
            {
                word = text.Slice(start - 1, 1);
                return true;
            }
        }

        var begin = start;
        while (start < text.Length && !IsSpaceAt(text, start, out var length))
        {
            start += length;
        }

        word = text[begin..start];
        return !word.IsEmpty;
    }

    private static bool IsSpaceAt(ReadOnlySpan<byte> text, int position, out int length)
    {
        if (text[position] < 128)
        {
            length = 1;
            return char.IsWhiteSpace((char)text[position]);
        }

        return Rune.DecodeFromUtf8(text[position..], out var rune, out length) == System.Buffers.OperationStatus.Done
            && Rune.IsWhiteSpace(rune);
    }

    private int Require(string word) => _ids.TryGetValue(Encoding.UTF8.GetBytes(word), out var id)
        ? id
        : throw new ArgumentException($"The vocabulary has no {word}.");
}
