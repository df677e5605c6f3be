using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;

namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>Byte-pair encoding over characters, of which byte-level vocabularies have one for each byte.</summary>
internal sealed class BytePairModel : TokenModel
{
    private const int RememberedPieces = 1 << 16;
    private const int LongestRemembered = 64;

    private readonly BytePairMerger _merger;
    private readonly ConcurrentDictionary<string, int[]> _remembered = new(StringComparer.Ordinal);
    private int _rememberedCount;

    private BytePairModel(Dictionary<string, int> ids, IReadOnlyList<BytePairMerge> merges)
        : base(ids) => _merger = new BytePairMerger(merges);

    private string? UnknownToken { get; init; }

    private string Prefix { get; init; } = "";

    private string Suffix { get; init; } = "";

    private bool FuseUnknown { get; init; }

    private bool ByteFallback { get; init; }

    private bool IgnoreMerges { get; init; }

    /// <summary>Reads the model.</summary>
    public static new BytePairModel Read(FileComponent component)
    {
        var draws = component.Has("dropout")
            && !(component.Required("dropout") is { ValueKind: JsonValueKind.Number } dropout
                && dropout.TryGetDouble(out var share) && share == 0);
        if (draws)
        {
            throw new FormatException("its model has a dropout, which draws other ids each time; remove it.");
        }

        var ids = ReadVocabulary(component);
        var prefix = component.TextOrNull("continuing_subword_prefix") ?? "";
        return new BytePairModel(ids, ReadMerges(component, ids, prefix))
        {
            UnknownToken = component.TextOrNull("unk_token"),
            Prefix = prefix,
            Suffix = component.TextOrNull("end_of_word_suffix") ?? "",
            FuseUnknown = component.Flag("fuse_unk", false),
            ByteFallback = component.Flag("byte_fallback", false),
            IgnoreMerges = component.Flag("ignore_merges", false),
        };
    }

    /// <summary>Reads the merges. Of a pair that is there twice, the later place counts.</summary>
    /// <param name="component">The model.</param>
    /// <param name="ids">Its vocabulary.</param>
    /// <param name="prefix">What tokens inside a word begin with; it is left out where two tokens are joined.</param>
    public static IReadOnlyList<BytePairMerge> ReadMerges(FileComponent component, Dictionary<string, int> ids, string prefix)
    {
        var merges = new List<BytePairMerge>();
        foreach (var element in component.List("merges"))
        {
            if (element.ValueKind == JsonValueKind.String && element.GetString()!.StartsWith("#version", StringComparison.Ordinal))
            {
                continue;
            }

            var (left, right) = ReadPair(element);
            if (!right.StartsWith(prefix, StringComparison.Ordinal))
            {
                throw new FormatException($"its merge of '{left}' and '{right}' has no '{prefix}' before the second token.");
            }

            merges.Add(new BytePairMerge(IdOf(left), IdOf(right), IdOf(left + right[prefix.Length..])));
        }

        var last = new Dictionary<(int, int), int>();
        for (var rank = 0; rank < merges.Count; rank++)
        {
            last[(merges[rank].Left, merges[rank].Right)] = rank;
        }

        return last.Count == merges.Count
            ? merges
            : [.. merges.Where((merge, rank) => last[(merge.Left, merge.Right)] == rank)];

        int IdOf(string name) => ids.TryGetValue(name, out var id)
            ? id
            : throw new FormatException($"its merges name '{name}', which is not in the vocabulary.");
    }

    /// <summary>Cuts a merge as GPT-2's files write it.</summary>
    public static (string Left, string Right) CutMerge(string line) => line.Split(' ') is [var left, var right]
        ? (left, right)
        : throw new FormatException($"'{line}' is no merge: two tokens with a space between them.");

    /// <inheritdoc/>
    public override void Encode(string piece, List<int> ids)
    {
        if (IgnoreMerges && Ids.TryGetValue(piece, out var whole))
        {
            ids.Add(whole);
            return;
        }

        if (piece.Length > LongestRemembered)
        {
            ids.AddRange(_merger.Merge(Symbols(piece)));
            return;
        }

        if (!_remembered.TryGetValue(piece, out var tokens))
        {
            tokens = _merger.Merge(Symbols(piece));
            if (Volatile.Read(ref _rememberedCount) < RememberedPieces && _remembered.TryAdd(piece, tokens))
            {
                Interlocked.Increment(ref _rememberedCount);
            }
        }

        ids.AddRange(tokens);
    }

    private static (string Left, string Right) ReadPair(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.String => CutMerge(element.GetString()!),
        JsonValueKind.Array when element.GetArrayLength() == 2 && element[0].ValueKind == JsonValueKind.String
            && element[1].ValueKind == JsonValueKind.String => (element[0].GetString()!, element[1].GetString()!),
        _ => throw new FormatException($"'{element}' is no merge: two tokens."),
    };

    /// <summary>
    /// The tokens of the characters. One without a token becomes its bytes' tokens, else the unknown token, else nothing. As in the Hugging
    /// Face library, an unknown token comes behind bytes that follow it.
    /// </summary>
    private int[] Symbols(string piece)
    {
        var symbols = new List<int>(piece.Length);
        int? unknown = null;
        var at = 0;
        foreach (var rune in piece.EnumerateRunes())
        {
            var end = at + rune.Utf16SequenceLength;
            var name = (at > 0 ? Prefix : "") + rune + (end == piece.Length ? Suffix : "");
            at = end;
            if (Ids.TryGetValue(name, out var id))
            {
                AddUnknown();
                symbols.Add(id);
            }
            else if ((!ByteFallback || !TryBytes(name, symbols)) && UnknownToken is not null)
            {
                if (!FuseUnknown)
                {
                    AddUnknown();
                }

                unknown = Ids.TryGetValue(UnknownToken, out id) ? id : throw Unknown(rune.ToString(), UnknownToken);
            }
        }

        AddUnknown();
        return [.. symbols];

        void AddUnknown()
        {
            if (unknown is { } waiting)
            {
                symbols.Add(waiting);
                unknown = null;
            }
        }
    }

    private bool TryBytes(string name, List<int> symbols)
    {
        int[] ids = [.. Encoding.UTF8.GetBytes(name).Select(value => Ids.TryGetValue($"<0x{value:X2}>", out var id) ? id : -1)];
        if (Array.IndexOf(ids, -1) >= 0)
        {
            return false;
        }

        symbols.AddRange(ids);
        return true;
    }
}
