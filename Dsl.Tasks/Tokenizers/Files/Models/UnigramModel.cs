using System.Text;
using System.Text.Json;

namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>SentencePiece's model: of all ways to cut a piece into tokens, the one with the greatest sum of scores.</summary>
internal sealed class UnigramModel : TokenModel
{
    /// <summary>The score of a character without a token lies this far below the least score.</summary>
    private const double UnknownPenalty = 10;

    private readonly double[] _scores;
    private readonly TextTrie _tokens = new();
    private readonly int? _unknown;
    private readonly double _unknownScore;
    private readonly bool _byteFallback;

    private UnigramModel(Dictionary<string, int> ids, double[] scores, int? unknown, bool byteFallback)
        : base(ids)
    {
        _scores = scores;
        _unknown = unknown;
        _unknownScore = scores.Min() - UnknownPenalty;
        _byteFallback = byteFallback;
        foreach (var (token, id) in ids.Where(pair => pair.Key.Length > 0))
        {
            _tokens.Add(token, id);
        }
    }

    /// <summary>Reads the model.</summary>
    public static new UnigramModel Read(FileComponent component)
    {
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        var scores = new List<double>();
        foreach (var token in component.List("vocab"))
        {
            if (token.ValueKind != JsonValueKind.Array || token.GetArrayLength() != 2 || token[0].ValueKind != JsonValueKind.String
                || token[1].ValueKind != JsonValueKind.Number || !token[1].TryGetDouble(out var score) || !double.IsFinite(score))
            {
                throw component.Wrong($"vocab[{scores.Count}]", "a pair of a token and its score");
            }

            if (!ids.TryAdd(token[0].GetString()!, scores.Count))
            {
                throw new FormatException($"its vocabulary has the token '{token[0].GetString()}' twice.");
            }

            scores.Add(score);
        }

        if (scores.Count == 0)
        {
            throw component.Wrong("vocab", "a vocabulary: it is empty");
        }

        int? unknown = component.Has("unk_id") ? component.Number("unk_id") : null;
        return unknown is null || unknown < scores.Count
            ? new UnigramModel(ids, [.. scores], unknown, component.Flag("byte_fallback", false))
            : throw component.Wrong("unk_id", $"below the {scores.Count:N0} tokens of its vocabulary");
    }

    /// <inheritdoc/>
    public override void Encode(string piece, List<int> ids)
    {
        foreach (var part in Cut(piece))
        {
            if (Ids.TryGetValue(part, out var id))
            {
                ids.Add(id);
            }
            else if (!_byteFallback || !TryBytes(part, ids))
            {
                ids.Add(_unknown ?? throw Unknown(part, unknown: null));
            }
        }
    }

    /// <summary>The parts of a piece; characters without a token that follow each other are one part.</summary>
    private List<string> Cut(string piece)
    {
        var best = BestEnds(piece);
        var parts = new List<string>();
        var unknownEnd = -1;
        for (var end = piece.Length; end > 0; end = best[end].Start)
        {
            var (start, id, _) = best[end];
            if (id == _unknown)
            {
                unknownEnd = unknownEnd < 0 ? end : unknownEnd;
                continue;
            }

            AddUnknown(end);
            parts.Add(piece[start..end]);
        }

        AddUnknown(0);
        parts.Reverse();
        return parts;

        void AddUnknown(int start)
        {
            if (unknownEnd >= 0)
            {
                parts.Add(piece[start..unknownEnd]);
                unknownEnd = -1;
            }
        }
    }

    /// <summary>For every place: where the last token of the best cut up to there starts, its id, and the sum of the scores.</summary>
    private (int Start, int Id, double Score)[] BestEnds(string piece)
    {
        var best = new (int Start, int Id, double Score)[piece.Length + 1];
        Array.Fill(best, (-1, -1, 0));
        for (var start = 0; start < piece.Length;)
        {
            var length = char.IsHighSurrogate(piece[start]) ? 2 : 1;
            var hasCharacter = false;
            foreach (var (tokenLength, id) in _tokens.At(piece, start))
            {
                Offer(start, start + tokenLength, id, _scores[id]);
                hasCharacter |= tokenLength == length;
            }

            if (!hasCharacter)
            {
                var unknown = _unknown ?? throw Unknown(piece.Substring(start, length), unknown: null);
                Offer(start, start + length, unknown, _unknownScore);
            }

            start += length;
        }

        return best;

        void Offer(int start, int end, int id, double score)
        {
            var sum = score + best[start].Score;
            if (best[end].Start < 0 || sum > best[end].Score)
            {
                best[end] = (start, id, sum);
            }
        }
    }

    private bool TryBytes(string part, List<int> ids)
    {
        var before = ids.Count;
        foreach (var value in Encoding.UTF8.GetBytes(part))
        {
            if (!Ids.TryGetValue($"<0x{value:X2}>", out var id))
            {
                ids.RemoveRange(before, ids.Count - before);
                return false;
            }

            ids.Add(id);
        }

        return true;
    }
}
