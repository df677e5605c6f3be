using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SerpentDsl.Io;

namespace SerpentDsl.Tasks;

/// <summary>
/// Reads and writes tokenizers: Hugging Face's <c>tokenizer.json</c> for byte-level byte-pair and word-level models, and reads GPT-2's pair
/// of files. A file with settings that are not supported is refused, not read approximately.
/// </summary>
public static class TokenizerFile
{
    private static readonly JsonSerializerOptions s_options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>Whether a tokenizer has a form as a <c>tokenizer.json</c>.</summary>
    /// <param name="tokenizer">The tokenizer.</param>
    public static bool CanWrite(ITokenizer tokenizer) => tokenizer is BytePairTokenizer or WordTokenizer;

    /// <summary>Writes a <c>tokenizer.json</c> atomically.</summary>
    /// <param name="path">The file.</param>
    /// <param name="tokenizer">A <see cref="BytePairTokenizer"/> or <see cref="WordTokenizer"/>.</param>
    public static void Write(string path, ITokenizer tokenizer)
    {
        var json = ToJson(tokenizer);
        AtomicFile.Write(path, file => file.Write(System.Text.Encoding.UTF8.GetBytes(json)));
    }

    /// <summary>Reads a <c>tokenizer.json</c>, plain or gzipped.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="TaskDataException">The file is damaged, or describes a tokenizer that is not supported.</exception>
    public static ITokenizer Read(string path) => Guard(path, () =>
    {
        using var reader = new StreamReader(new SourceFile(path).Open());
        return FromJson(reader.ReadToEnd());
    });

    /// <summary>Reads GPT-2's files, plain or gzipped.</summary>
    /// <param name="encoderPath"><c>encoder.json</c>: the ids of all tokens.</param>
    /// <param name="mergesPath"><c>vocab.bpe</c>: the merges in order, after a line that names the version.</param>
    /// <exception cref="TaskDataException">A file is damaged.</exception>
    public static BytePairTokenizer ReadGpt2(string encoderPath, string mergesPath) => Guard(encoderPath, () =>
    {
        using var encoder = new SourceFile(encoderPath).Open();
        var merges = new List<(string, string)>();
        using var reader = new StreamReader(new SourceFile(mergesPath).Open());
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && !line.StartsWith("#version", StringComparison.Ordinal))
            {
                merges.Add(CutMerge(line));
            }
        }

        return MakeBytePair(JsonNode.Parse(encoder)!.AsObject(), merges, added: [], lineByLine: false);
    });

    internal static string ToJson(ITokenizer tokenizer) => (tokenizer switch
    {
        BytePairTokenizer bytePairs => Describe(bytePairs),
        WordTokenizer words => Describe(words),
        _ => throw new ArgumentException($"A {tokenizer.GetType().Name} has no form as a tokenizer.json."),
    }).ToJsonString(s_options);

    /// <exception cref="FormatException">The text describes a tokenizer that is not supported.</exception>
    internal static ITokenizer FromJson(string json)
    {
        var root = JsonNode.Parse(json)?.AsObject() ?? throw new FormatException("it is empty.");
        var model = root["model"]?.AsObject() ?? throw new FormatException("it has no model.");
        var type = (string?)model["type"];
        return type switch
        {
            "BPE" => ReadBytePair(root, model),
            "WordLevel" => new WordTokenizer(InOrder(model["vocab"]!.AsObject())),
            _ => throw new FormatException($"its model is '{type}'; BPE and WordLevel can be read."),
        };
    }

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception problem) when (
            problem is JsonException or FormatException or InvalidOperationException or ArgumentException or InvalidDataException
                or NullReferenceException)
        {
            throw new TaskDataException($"{path} cannot be read as a tokenizer: {problem.Message}", problem);
        }
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

    private static BytePairTokenizer ReadBytePair(JsonObject root, JsonObject model)
    {
        Require(root["normalizer"] is null, "it normalises text");
        foreach (var option in new[] { "dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix" })
        {
            Require(model[option] is null || (string?)model[option]!.ToString() == "", $"its model has a {option}");
        }

        var lineByLine = false;
        var preTokenizer = root["pre_tokenizer"]?.AsObject();
        if ((string?)preTokenizer?["type"] == "Sequence" && preTokenizer!["pretokenizers"] is JsonArray { Count: 2 } parts)
        {
            var split = parts[0];
            Require(
                (string?)split?["type"] == "Split" && (string?)split!["pattern"]?["String"] == "\n" &&
                    (string?)split["behavior"] == "MergedWithPrevious" && split["invert"]?.GetValue<bool>() != true,
                "it cuts text by other rules than line by line and GPT-2's");
            lineByLine = true;
            preTokenizer = parts[1]?.AsObject();
        }

        Require(
            (string?)preTokenizer?["type"] == "ByteLevel" && preTokenizer!["use_regex"]?.GetValue<bool>() != false,
            "it cuts text by other rules than GPT-2's");
        Require(preTokenizer!["add_prefix_space"]?.GetValue<bool>() == false, "it puts a space before the text");
        var merges = model["merges"]!.AsArray().Select(
            merge => merge is JsonArray { Count: 2 } pair ? ((string)pair[0]!, (string)pair[1]!) : CutMerge((string)merge!));
        var added = (root["added_tokens"]?.AsArray() ?? []).Select(token => ((string)token!["content"]!, (int)token["id"]!));
        return MakeBytePair(model["vocab"]!.AsObject(), [.. merges], [.. added], lineByLine);
    }

    private static void Require(bool condition, string otherwise)
    {
        if (!condition)
        {
            throw new FormatException($"{otherwise}, which is not known here.");
        }
    }

    private static (string Left, string Right) CutMerge(string line) => line.Split(' ') is [var left, var right]
        ? (left, right)
        : throw new FormatException($"'{line}' is no merge: two tokens with a space between them.");

    /// <summary>Tokens that are neither single bytes nor results of a merge are specials, such as GPT-2's end of text.</summary>
    private static BytePairTokenizer MakeBytePair(
        JsonObject vocabulary,
        IReadOnlyList<(string Left, string Right)> mergeNames,
        IReadOnlyList<(string Name, int Id)> added,
        bool lineByLine)
    {
        var ids = vocabulary.ToDictionary(pair => pair.Key, pair => (int)pair.Value!, StringComparer.Ordinal);
        foreach (var (name, id) in added)
        {
            ids[name] = id;
        }

        var names = InOrder(ids);
        BytePairMerge[] merges =
        [
            .. mergeNames.Select(merge => new BytePairMerge(IdOf(merge.Left), IdOf(merge.Right), IdOf(merge.Left + merge.Right))),
        ];
        HashSet<int> made = [.. merges.Select(merge => merge.Merged)];
        HashSet<int> addedIds = [.. added.Select(token => token.Id)];
        var specials = new Dictionary<string, int>(StringComparer.Ordinal);
        var tokens = new byte[names.Length][];
        for (var id = 0; id < names.Length; id++)
        {
            var isBytes = ByteSymbols.TryRead(names[id], out var bytes);
            if (isBytes && !addedIds.Contains(id) && (bytes!.Length == 1 || made.Contains(id)))
            {
                tokens[id] = bytes;
                continue;
            }

            tokens[id] = System.Text.Encoding.UTF8.GetBytes(names[id]);
            specials.Add(names[id], id);
        }

        return new BytePairTokenizer(tokens, merges, specials, lineByLine);

        int IdOf(string name) =>
            ids.TryGetValue(name, out var id)
                ? id
                : throw new FormatException($"the merges name '{name}', which is not in the vocabulary.");
    }

    private static string[] InOrder(JsonObject vocabulary) =>
        InOrder(vocabulary.ToDictionary(pair => pair.Key, pair => (int)pair.Value!, StringComparer.Ordinal));

    private static string[] InOrder(Dictionary<string, int> ids)
    {
        var names = new string[ids.Count];
        foreach (var (name, id) in ids)
        {
            if ((uint)id >= (uint)names.Length || names[id] is not null)
            {
                throw new FormatException(
                    $"its {names.Length:N0} tokens do not have the ids 0 … {names.Length - 1}, each once: '{name}' has {id}.");
            }

            names[id] = name;
        }

        return names;
    }
}
