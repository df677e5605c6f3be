using System.Collections.Concurrent;
using System.Text;

namespace SerpentDsl.Tasks;

/// <summary>
/// Byte-level byte-pair encoding as in GPT-2: text is cut into pieces and bytes, and neighbouring tokens are merged; merges that were
/// learned earlier come first. Every byte string can be encoded, and decodes to itself.
/// </summary>
public sealed class BytePairTokenizer : ITokenizer
{
    private const int RememberedPieces = 1 << 17;
    private const int LongestRemembered = 64;
    private const string EndOfTextName = "<|endoftext|>";

    private readonly byte[][] _tokens;
    private readonly int[] _byteIds = new int[256];
    private readonly BytePairMerger _merger;
    private readonly ConcurrentDictionary<byte[], int[]> _remembered = new(ByteSpanComparer.Instance);
    private int _rememberedCount;

    /// <param name="tokens">The bytes of every id: every single byte is among them, and only specials may repeat another token.</param>
    /// <param name="merges">The merges in the order they were learned.</param>
    /// <param name="specials">Tokens that occur in text literally and are never cut or merged.</param>
    /// <param name="lineByLine">Whether each line is encoded separately, so that no token spans two lines.</param>
    internal BytePairTokenizer(
        byte[][] tokens, IReadOnlyList<BytePairMerge> merges, IReadOnlyDictionary<string, int> specials, bool lineByLine)
    {
        _tokens = tokens;
        Merges = merges;
        Specials = specials;
        LineByLine = lineByLine;
        Array.Fill(_byteIds, -1);
        for (var id = 0; id < tokens.Length; id++)
        {
            if (tokens[id] is [var single] && !specials.Values.Contains(id))
            {
                _byteIds[single] = id;
            }
        }

        var missing = Array.IndexOf(_byteIds, -1);
        if (missing >= 0)
        {
            throw new ArgumentException($"No token stands for the byte 0x{missing:X2}; a byte-level vocabulary has all 256.");
        }

        _merger = new BytePairMerger(merges);
    }

    /// <inheritdoc/>
    public int Vocabulary => _tokens.Length;

    /// <summary>GPT-2's <c>&lt;|endoftext|&gt;</c> where it is one of the <see cref="Specials"/>.</summary>
    public int? EndOfText => Specials.TryGetValue(EndOfTextName, out var id) ? id : null;

    /// <summary>Tokens that occur in text literally, such as GPT-2's <c>&lt;|endoftext|&gt;</c>, with their ids.</summary>
    public IReadOnlyDictionary<string, int> Specials { get; }

    /// <summary>Whether each line is encoded separately, so that no token spans two lines.</summary>
    public bool LineByLine { get; }

    /// <summary>The merges in the order they were learned.</summary>
    internal IReadOnlyList<BytePairMerge> Merges { get; }

    /// <inheritdoc/>
    public int[] Encode(string text)
    {
        if (Specials.Count == 0)
        {
            return Encode(Encoding.UTF8.GetBytes(text));
        }

        var ids = new List<int>();
        var start = 0;
        while (start < text.Length)
        {
            var (special, at) = FirstSpecial(text, start);
            Append(Encoding.UTF8.GetBytes(text[start..at]), ids);
            if (special is not null)
            {
                ids.Add(Specials[special]);
            }

            start = at + (special?.Length ?? 0);
        }

        return [.. ids];
    }

    /// <summary>The ids of any bytes; specials in them are not recognised.</summary>
    /// <param name="utf8">The text; invalid UTF-8 is encoded as well.</param>
    public int[] Encode(ReadOnlySpan<byte> utf8)
    {
        var ids = new List<int>(utf8.Length / 3);
        Append(utf8, ids);
        return [.. ids];
    }

    /// <inheritdoc/>
    public ReadOnlySpan<byte> BytesOf(int token) => (uint)token < (uint)_tokens.Length
        ? _tokens[token]
        : throw new ArgumentOutOfRangeException(nameof(token), $"{token} is no token; they are 0 … {_tokens.Length - 1}.");

    private (string? Special, int At) FirstSpecial(string text, int start)
    {
        (string? Special, int At) first = (null, text.Length);
        foreach (var special in Specials.Keys)
        {
            var at = text.IndexOf(special, start, StringComparison.Ordinal);
            if (at >= 0 && (at < first.At || (at == first.At && special.Length > first.Special!.Length)))
            {
                first = (special, at);
            }
        }

        return first;
    }

    private void Append(ReadOnlySpan<byte> text, List<int> ids)
    {
        while (!text.IsEmpty)
        {
            var feed = LineByLine ? text.IndexOf((byte)'\n') : -1;
            var part = feed < 0 ? text : text[..(feed + 1)];
            text = text[part.Length..];
            for (int start = 0, end; start < part.Length; start = end)
            {
                end = TextPieces.EndOf(part, start);
                AppendPiece(part[start..end], ids);
            }
        }
    }

    private void AppendPiece(ReadOnlySpan<byte> piece, List<int> ids)
    {
        if (piece.Length > LongestRemembered)
        {
            ids.AddRange(Merge(piece));
            return;
        }

        var remembered = _remembered.GetAlternateLookup<ReadOnlySpan<byte>>();
        if (!remembered.TryGetValue(piece, out var tokens))
        {
            tokens = Merge(piece);
            if (Volatile.Read(ref _rememberedCount) < RememberedPieces && remembered.TryAdd(piece, tokens))
            {
                Interlocked.Increment(ref _rememberedCount);
            }
        }

        ids.AddRange(tokens);
    }

    private int[] Merge(ReadOnlySpan<byte> piece)
    {
        var symbols = new int[piece.Length];
        for (var i = 0; i < piece.Length; i++)
        {
            symbols[i] = _byteIds[piece[i]];
        }

        return _merger.Merge(symbols);
    }
}
