using System.Text;
using System.Text.Json.Nodes;
using CsCheck;
using SerpentDsl.Testing;
using static SerpentDsl.Tasks.Tests.Tokenizers.TokenizerJson;

namespace SerpentDsl.Tasks.Tests.Tokenizers;

/// <summary>Whatever is done to a tokenizer.json, it is read or refused; nothing else is thrown, and nothing hangs.</summary>
public sealed class DamagedTokenizerTests : IDisposable
{
    private static readonly string[] s_values =
    [
        "null", "true", "0", "-1", "1", "2.5", "1e400", "99999999999", "\"\"", "\"a\"", "\"\\ud800\"", "\"▁\"", "[]", "{}",
        "[[\"a\",-1]]",
        "{\"type\":\"NFC\"}", "{\"type\":\"Sequence\"}", "{\"String\":\"a\"}", "{\"Regex\":\"(a|b)*+\"}", "{\"Regex\":\"\"}", "\"BPE\"",
        "\"WordLevel\"", "\"Unigram\"", "\"WordPiece\"", "\"Replace\"", "\"Metaspace\"", "\"ByteLevel\"", "\"Strip\"", "{\"a\":0,\"b\":1}",
    ];

    private static readonly string[] s_files = Files();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_changed_value_is_read_or_refused() =>
        Gen.Select(Gen.OneOf(s_files), Gen.Int[0, int.MaxValue].List[1, 3], Gen.OneOf(s_values).List[3, 3]).Sample(
            change =>
            {
                Try(Encoding.UTF8.GetBytes(Change(change.Item1, change.Item2, change.Item3)));
            },
            iter: 3_000, threads: 1);

    [Fact]
    public void A_changed_byte_is_read_or_refused() =>
        Gen.Select(Gen.OneOf(s_files), Gen.Select(Gen.Int[0, int.MaxValue], Gen.Byte).List[1, 4], Gen.Bool).Sample(
            change =>
            {
                var bytes = Encoding.UTF8.GetBytes(change.Item1);
                foreach (var (place, value) in change.Item2)
                {
                    bytes[place % bytes.Length] = value;
                }

                Try(change.Item3 ? bytes : bytes[..(change.Item2[0].Item1 % bytes.Length)]);
            },
            iter: 2_000, threads: 1);

    [Fact]
    public void Files_that_are_not_changed_are_read() => Assert.All(s_files, file => Assert.True(Try(Encoding.UTF8.GetBytes(file))));

    private static string[] Files()
    {
        var words = Vocabulary(["[UNK]", "▁the", "the", "▁", "a", "##b", "<0x41>"]);
        const string Space = """{"type":"Metaspace","replacement":"▁","prepend_scheme":"first","split":true}""";
        return
        [
            File(
                """
                    {"type":"BPE","unk_token":"[UNK]","fuse_unk":true,"byte_fallback":true,"vocab":{"[UNK]":0,"a":1,"b":2,"ab":3},
                    "merges":["a b"]}
                    """,
                """
                    {"type":"Sequence","normalizers":[{"type":"Prepend","prepend":"▁"},{"type":"Replace","pattern":{"String":" "},
                    "content":"▁"}]}
                    """,
                """{"type":"Split","pattern":{"Regex":"\\p{L}+|\\s*"},"behavior":"Isolated","invert":false}""",
                """
                    {"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>","type_id":0}},{"Sequence":{"id":"A",
                    "type_id":0}}],"pair":[],"special_tokens":{"<s>":{"id":"<s>","ids":[4],"tokens":["<s>"]}}}
                    """,
                """
                    {"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"▁"},"content":" "},{"type":"ByteFallback"},
                    {"type":"Fuse"},{"type":"Strip","content":" ","start":1,"stop":0}]}
                    """,
                $"[{Added(4, "<s>", "lr", special: true)}]"),
            File($$"""
                {"type":"WordLevel","vocab":{{words}},"unk_token":"[UNK]"}
                """, """{"type":"Strip","strip_left":true,"strip_right":true}""", Space, null, Space),
            File(
                $$"""
                    {"type":"WordPiece","vocab":{{words}},"unk_token":"[UNK]","continuing_subword_prefix":"##",
                    "max_input_chars_per_word":9}
                    """,
                """{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true}""",
                """{"type":"BertPreTokenizer"}""", """{"type":"BertProcessing","sep":["a",4],"cls":["a",4]}""",
                """{"type":"WordPiece","prefix":"##","cleanup":true}"""),
            File("""
                {"type":"Unigram","unk_id":0,"vocab":[["<unk>",0],["▁",-2],["a",-1.5],["ab",-3]],"byte_fallback":false}
                """, """{"type":"NFKC"}""", Space, null, Space),
            TokenizerFile.ToJson(BytePairTrainer.Train(["aa bb aa bb"u8.ToArray()], 258, lineByLine: true)),
            TokenizerFile.ToJson(new WordTokenizer(["<eos>", "<unk>", "a"])),
        ];
    }

    /// <summary>Replaces, removes or doubles values at places of the document.</summary>
    private static string Change(string json, List<int> places, List<string> values)
    {
        var root = JsonNode.Parse(json)!;
        for (var i = 0; i < places.Count; i++)
        {
            var nodes = new List<JsonNode>();
            Collect(root, nodes);
            var node = nodes[places[i] % nodes.Count];
            if (node.Parent is JsonObject parent)
            {
                var name = node.GetPropertyName();
                parent.Remove(name);
                if (places[i] % 5 != 0)
                {
                    parent[places[i] % 7 == 0 ? name + "x" : name] = Value(values[i]);
                }
            }
            else if (node.Parent is JsonArray list)
            {
                list[node.GetElementIndex()] = places[i] % 3 == 0 ? nodes[places[i] / 3 % nodes.Count].DeepClone() : Value(values[i]);
            }
        }

        return root.ToJsonString();
    }

    // What a JsonNode cannot hold is left to the changes of bytes.
    private static JsonNode? Value(string json) =>
        json.Contains("ud800") || json == "1e400" ? JsonValue.Create("\u0001") : JsonNode.Parse(json);

    private static void Collect(JsonNode? node, List<JsonNode> nodes)
    {
        switch (node)
        {
            case null:
                return;
            case JsonObject parent:
                foreach (var (_, child) in parent)
                {
                    Collect(child, nodes);
                }

                break;
            case JsonArray list:
                foreach (var child in list)
                {
                    Collect(child, nodes);
                }

                break;
            default:
                break;
        }

        nodes.Add(node);
    }

    private bool Try(byte[] content)
    {
        var path = _folder["tokenizer.json"];
        System.IO.File.WriteAllBytes(path, content);
        try
        {
            var tokenizer = TokenizerFile.Read(path);
            var ids = tokenizer.Encode("the ab  é<s> A\n");
            tokenizer.Decode(ids);
            for (var id = 0; id < tokenizer.Vocabulary; id++)
            {
                tokenizer.BytesOf(id);
            }

            return true;
        }
        catch (TaskDataException problem)
        {
            Assert.DoesNotContain("\n   at ", problem.Message);
            return false;
        }
    }
}
