using System.Text.Json;
using System.Text.Json.Nodes;

namespace SerpentDsl.Tasks.Tests.Tokenizers;

/// <summary>Puts tokenizer.json files together from their parts.</summary>
internal static class TokenizerJson
{
    public const string ByteLevel = """{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true}""";

    public static string File(
        string model, string? normalizer = null, string? preTokenizer = null, string? postProcessor = null, string? decoder = null,
        string added = "[]") =>
        $$"""
        {"version":"1.0","truncation":null,"padding":null,"added_tokens":{{added}},"normalizer":{{normalizer ?? "null"}},
        "pre_tokenizer":{{preTokenizer ?? "null"}},"post_processor":{{postProcessor ?? "null"}},"decoder":{{decoder ?? "null"}},
        "model":{{model}}}
        """;

    public static string Added(int id, string content, string flags = "", bool special = false, bool normalized = false) =>
        new JsonObject
        {
            ["id"] = id,
            ["content"] = content,
            ["single_word"] = flags.Contains('w'),
            ["lstrip"] = flags.Contains('l'),
            ["rstrip"] = flags.Contains('r'),
            ["normalized"] = normalized,
            ["special"] = special,
        }.ToJsonString();

    /// <summary>A vocabulary object with the ids 0, 1, ….</summary>
    public static string Vocabulary(IEnumerable<string> tokens) =>
        JsonSerializer.Serialize(tokens.Select((token, id) => (token, id)).ToDictionary(pair => pair.token, pair => pair.id));

    /// <summary>Byte-level BPE with a few merges; the 256 bytes have the ids 0 … 255.</summary>
    public static string ByteBpe(string options = "", string[]? more = null, string[]? merges = null)
    {
        merges ??= ["t h", "th e", "Ġ the", "i n", "Ġ a", "1 2", "12 3", "Ġ Ġ"];
        string[] tokens =
        [
            .. ByteSymbols.InOrder.Select(value => ByteSymbols.Write([value])),
            .. merges.Select(merge => merge.Replace(" ", "")),
            .. more ?? [],
        ];
        return $$"""{"type":"BPE",{{options}}"vocab":{{Vocabulary(tokens)}},"merges":{{JsonSerializer.Serialize(merges)}}}""";
    }

    /// <summary>A word for each character of a text, and some longer words.</summary>
    public static string[] Words { get; } =
    [
        "[UNK]", "the", "owl", "hoots", "é", "e", "a", "1", "12", ".", "!", "▁the", "▁", "▁owl", "##s", "##wl", "o", "t", "h", "##e",
        "##12",
        "ß", "東", "京", "😀", "\u0301", "'", "▁▁", "x", "İ", "i", "\n", "-", "<0x41>", "t</w>", "e</w>",
    ];
}
