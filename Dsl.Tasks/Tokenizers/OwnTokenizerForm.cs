using System.Text.Json;
using System.Text.Json.Nodes;
using SerpentDsl.Tasks.TokenizerFiles;

namespace SerpentDsl.Tasks;

/// <summary>
/// The <c>tokenizer.json</c> of the tokenizers that are learned here. A file of exactly this form is read as the class that wrote it, which
/// is faster and gives the same ids.
/// </summary>
internal static class OwnTokenizerForm
{
    private static readonly JsonObject s_words = FrameOf(new WordTokenizer([WordTokenizer.EndOfLine, WordTokenizer.Unknown]));
    private static readonly JsonObject s_bytePairs = FrameOf(BytePairTrainer.Train([], vocabulary: 256, lineByLine: false));
    private static readonly JsonObject s_lines = FrameOf(BytePairTrainer.Train([], vocabulary: 256, lineByLine: true));

    /// <summary>Describes a tokenizer.</summary>
    /// <exception cref="ArgumentException">It has no such form.</exception>
    public static JsonObject Describe(ITokenizer tokenizer) => tokenizer switch
    {
        BytePairTokenizer bytePairs => Describe(bytePairs),
        WordTokenizer words => Describe(words),
        _ => throw new ArgumentException($"A {tokenizer.GetType().Name} has no form as a tokenizer.json."),
    };

    /// <summary>Reads a file of this form; null if it has another.</summary>
    /// <exception cref="FormatException">The vocabulary or the merges are malformed.</exception>
    public static ITokenizer? TryRead(JsonElement root)
    {
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("model", out var model)
            || model.ValueKind != JsonValueKind.Object || !model.TryGetProperty("vocab", out var vocabulary)
            || vocabulary.ValueKind != JsonValueKind.Object)
        {
            return null;
        }

        var frame = Frame(root);
        if (JsonNode.DeepEquals(frame, s_words))
        {
            var ids = TokenModel.ReadVocabulary(new FileComponent(model, "model"));
            return ids.ContainsKey(WordTokenizer.EndOfLine) && ids.ContainsKey(WordTokenizer.Unknown)
                ? new WordTokenizer(VocabularyOrder.Of(ids))
                : null;
        }

        var lineByLine = JsonNode.DeepEquals(frame, s_lines);
        if (!lineByLine && !JsonNode.DeepEquals(frame, s_bytePairs))
        {
            return null;
        }

        var component = new FileComponent(model, "model");
        var known = TokenModel.ReadVocabulary(component);
        return TryMake(VocabularyOrder.Of(known), BytePairModel.ReadMerges(component, known, prefix: ""), lineByLine);
    }

    private static JsonObject FrameOf(ITokenizer tokenizer)
    {
        using var document = JsonDocument.Parse(Describe(tokenizer).ToJsonString());
        return Frame(document.RootElement);
    }

    /// <summary>Everything but the vocabulary and the merges.</summary>
    private static JsonObject Frame(JsonElement root)
    {
        var frame = new JsonObject();
        foreach (var property in root.EnumerateObject())
        {
            if (property.Name != "model")
            {
                frame[property.Name] = JsonNode.Parse(property.Value.GetRawText());
                continue;
            }

            var model = new JsonObject();
            foreach (var part in property.Value.EnumerateObject())
            {
                model[part.Name] = part.Name is "vocab" or "merges" ? null : JsonNode.Parse(part.Value.GetRawText());
            }

            frame["model"] = model;
        }

        return frame;
    }

    /// <summary>A byte-pair tokenizer; null if a token is neither a byte nor made by a merge, or a byte has none.</summary>
    private static BytePairTokenizer? TryMake(string[] names, IReadOnlyList<BytePairMerge> merges, bool lineByLine)
    {
        HashSet<int> made = [.. merges.Select(merge => merge.Merged)];
        var tokens = new byte[names.Length][];
        var singles = 0;
        for (var id = 0; id < names.Length; id++)
        {
            if (!ByteSymbols.TryRead(names[id], out var bytes) || bytes.Length == 0 || (bytes.Length > 1 && !made.Contains(id)))
            {
                return null;
            }

            tokens[id] = bytes;
            singles += bytes.Length == 1 ? 1 : 0;
        }

        return singles == 256 ? new BytePairTokenizer(tokens, merges, new Dictionary<string, int>(), lineByLine) : null;
    }

    private static JsonObject Describe(BytePairTokenizer tokenizer)
    {
        var byteLevel = new JsonObject
        {
            ["type"] = "ByteLevel",
            ["add_prefix_space"] = false,
            ["trim_offsets"] = true,
            ["use_regex"] = true,
        };
        var preTokenizer = !tokenizer.LineByLine ? byteLevel.DeepClone() : new JsonObject
        {
            ["type"] = "Sequence",
            ["pretokenizers"] = new JsonArray(
                new JsonObject
                {
                    ["type"] = "Split",
                    ["pattern"] = new JsonObject { ["String"] = "\n" },
                    ["behavior"] = "MergedWithPrevious",
                    ["invert"] = false,
                },
                byteLevel.DeepClone()),
        };
        var names = new string[tokenizer.Vocabulary];
        for (var id = 0; id < names.Length; id++)
        {
            names[id] = ByteSymbols.Write(tokenizer.BytesOf(id));
        }

        foreach (var (special, id) in tokenizer.Specials)
        {
            names[id] = special;
        }

        return new JsonObject
        {
            ["version"] = "1.0",
            ["truncation"] = null,
            ["padding"] = null,
            ["added_tokens"] = new JsonArray(
                [.. tokenizer.Specials.OrderBy(pair => pair.Value).Select(pair => AddedToken(pair.Value, pair.Key))]),
            ["normalizer"] = null,
            ["pre_tokenizer"] = preTokenizer,
            ["post_processor"] = null,
            ["decoder"] = byteLevel,
            ["model"] = new JsonObject
            {
                ["type"] = "BPE",
                ["dropout"] = null,
                ["unk_token"] = null,
                ["continuing_subword_prefix"] = null,
                ["end_of_word_suffix"] = null,
                ["fuse_unk"] = false,
                ["byte_fallback"] = false,
                ["vocab"] = Vocabulary(names),
                ["merges"] = new JsonArray([.. tokenizer.Merges.Select(merge => (JsonNode)$"{names[merge.Left]} {names[merge.Right]}")]),
            },
        };
    }

    private static JsonObject Describe(WordTokenizer tokenizer) => new()
    {
        ["version"] = "1.0",
        ["truncation"] = null,
        ["padding"] = null,
        ["added_tokens"] = new JsonArray(),
        ["normalizer"] = new JsonObject
        {
            ["type"] = "Replace",
            ["pattern"] = new JsonObject { ["String"] = "\n" },
            ["content"] = $" {WordTokenizer.EndOfLine} ",
        },
        ["pre_tokenizer"] = new JsonObject { ["type"] = "WhitespaceSplit" },
        ["post_processor"] = null,
        ["decoder"] = null,
        ["model"] = new JsonObject
        {
            ["type"] = "WordLevel",
            ["vocab"] = Vocabulary(tokenizer.Words),
            ["unk_token"] = WordTokenizer.Unknown,
        },
    };

    private static JsonNode AddedToken(int id, string content) => new JsonObject
    {
        ["id"] = id,
        ["content"] = content,
        ["single_word"] = false,
        ["lstrip"] = false,
        ["rstrip"] = false,
        ["normalized"] = false,
        ["special"] = true,
    };

    private static JsonObject Vocabulary(IEnumerable<string> names) =>
        [.. names.Select((name, id) => KeyValuePair.Create(name, (JsonNode?)id))];
}
