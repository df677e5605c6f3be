using System.Text;
using CsCheck;
using SerpentDsl.Testing;
using static SerpentDsl.Tasks.Tests.Tokenizers.TokenizerJson;
using Oracle = Tokenizers.DotNet.Tokenizer;

namespace SerpentDsl.Tasks.Tests.Tokenizers;

/// <summary>Every part of a tokenizer.json does what the Hugging Face library does with it, on any text.</summary>
public sealed class TokenizerOracleTests : IDisposable
{
    private const int Texts = 400;

    private const string Llama3 =
        """(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|"""
        + """\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+""";

    private const string Suffix = """{"type":"BPEDecoder","suffix":"</w>"}""";

    private static readonly string s_words = $$"""{"type":"WordLevel","vocab":{{Vocabulary(Words)}},"unk_token":"[UNK]"}""";

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Normalizers { get; } =
    [
        """{"type":"NFC"}""", """{"type":"NFD"}""", """{"type":"NFKC"}""", """{"type":"NFKD"}""", """{"type":"Lowercase"}""",
        """{"type":"Strip","strip_left":true,"strip_right":true}""", """{"type":"Strip","strip_left":false,"strip_right":true}""",
        """{"type":"StripAccents"}""", """{"type":"Prepend","prepend":"▁"}""",
        """{"type":"Replace","pattern":{"String":" "},"content":"▁"}""",
        """{"type":"Replace","pattern":{"Regex":"\\s{2,}|[^\\w\\s]+"},"content":" x"}""",
        """{"type":"Sequence","normalizers":[{"type":"NFKD"},{"type":"StripAccents"},{"type":"Lowercase"}]}""",
        """{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true}""",
        """{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":false}""",
        """{"type":"BertNormalizer","clean_text":false,"handle_chinese_chars":false,"strip_accents":true,"lowercase":false}""",
    ];

    public static TheoryData<string> PreTokenizers { get; } =
    [
        ByteLevel, ByteLevel.Replace("\"add_prefix_space\":false", "\"add_prefix_space\":true"),
        ByteLevel.Replace("\"use_regex\":true", "\"use_regex\":false"),
        """{"type":"Sequence","pretokenizers":[{"type":"Digits","individual_digits":true},BYTES]}""",
        """
            {"type":"Sequence","pretokenizers":[{"type":"Digits","individual_digits":false},{"type":"Punctuation",
            "behavior":"Contiguous"},BYTES]}
            """,
        """{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},{"type":"Punctuation","behavior":"Removed"},BYTES]}""",
        """{"type":"Sequence","pretokenizers":[{"type":"Whitespace"},BYTES]}""",
        """{"type":"Sequence","pretokenizers":[{"type":"BertPreTokenizer"},BYTES]}""",
        """{"type":"Sequence","pretokenizers":[{"type":"CharDelimiterSplit","delimiter":"e"},BYTES]}""",
        """{"type":"Sequence","pretokenizers":[{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true},BYTES]}""",
        """{"type":"Sequence","pretokenizers":[{"type":"Metaspace","replacement":"▁","prepend_scheme":"first","split":true},BYTES]}""",
        """{"type":"Sequence","pretokenizers":[{"type":"Metaspace","replacement":"▁","prepend_scheme":"never","split":false},BYTES]}""",
        """{"type":"Sequence","pretokenizers":[{"type":"Metaspace","replacement":"▁","add_prefix_space":true},BYTES]}""",
        """
            {"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"String":"e"},"behavior":"MergedWithPrevious","invert":false},
            BYTES]}
            """,
        """
            {"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"String":" "},"behavior":"MergedWithNext","invert":false},
            BYTES]}
            """,
        """{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"String":" "},"behavior":"Contiguous","invert":true},BYTES]}""",
        """{"type":"Sequence","pretokenizers":[{"type":"Split","pattern":{"Regex":"\\p{L}+"},"behavior":"Removed","invert":true},BYTES]}""",

        // Llama 3's, and one with possessive quantifiers.
        $$"""
            {"type":"Sequence","pretokenizers":[
                {"type":"Split","pattern":{"Regex":"{{Llama3}}"},"behavior":"Isolated","invert":false},PLAIN]}
            """,
        """
            {"type":"Sequence","pretokenizers":[{"type":"Split",
            "pattern":{"Regex":"[^\\r\\n\\p{L}\\p{N}]?+\\p{L}++|\\p{N}{1,2}+|\\w+|\\W"},"behavior":"Isolated","invert":false},PLAIN]}
            """,
    ];

    public static TheoryData<string, string, string, string> Models
    {
        get
        {
            string[] pieces = [.. Words.Where(word => word.Length > 0)];
            string[] bytes = [.. Enumerable.Range(0, 256).Select(value => $"<0x{value:X2}>")];
            string[] bpe = [.. Words, .. bytes.Except(Words), "th", "the</w>"];
            string[] merges = ["t h", "▁ the", "th e</w>", "▁ ▁"];
            var vocabulary = Vocabulary(bpe);
            var list = System.Text.Json.JsonSerializer.Serialize(merges);
            var scored = Scored(pieces, id => $"{-1 - (id % 7)}.{id}");
            var scoredBytes = Scored(bpe, id => $"{-1 - (id % 5)}.5");
            var space = """{"type":"Metaspace","replacement":"▁","prepend_scheme":"first","split":true}""";
            var wordPiece = $$"""
                {"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":6,
                "vocab":{{Vocabulary(Words)}}}
                """;
            return new()
            {
                { ByteBpe(), "null", ByteLevel, ByteLevel },
                { ByteBpe("\"ignore_merges\":true,", ["wls", "Ġowl"]), "null", ByteLevel, ByteLevel },
                { ByteBpe("\"dropout\":null,\"unk_token\":null,\"fuse_unk\":false,", ["wls"]), "null", ByteLevel, ByteLevel },
                { s_words, "null", """{"type":"Whitespace"}""", "null" },
                { s_words, "null", """{"type":"WhitespaceSplit"}""", "null" },
                { Bpe("\"unk_token\":\"[UNK]\",\"fuse_unk\":false,"), "null", space, space },
                { Bpe("\"unk_token\":\"[UNK]\",\"fuse_unk\":true,"), "null", space, space },
                { Bpe("\"unk_token\":\"[UNK]\",\"fuse_unk\":true,\"byte_fallback\":true,"), "null", space, Llama },
                { Bpe("\"unk_token\":null,"), "null", "null", "null" },
                { Bpe("\"unk_token\":\"[UNK]\",\"end_of_word_suffix\":\"</w>\","), "null", """{"type":"WhitespaceSplit"}""", Suffix },
                {
                    wordPiece, """{"type":"Lowercase"}""", """{"type":"BertPreTokenizer"}""",
                    """{"type":"WordPiece","prefix":"##","cleanup":true}"""
                },
                { $$"""{"type":"Unigram","unk_id":0,"vocab":{{scored}},"byte_fallback":false}""", "null", space, space },
                {
                    $$"""{"type":"Unigram","unk_id":0,"vocab":{{scoredBytes}},"byte_fallback":true}""", """{"type":"NFKC"}""", "null",
                    $$"""{"type":"Sequence","decoders":[{"type":"ByteFallback"},{{space}}]}"""
                },
            };

            static string Scored(IEnumerable<string> tokens, Func<int, string> score) => $"[{string.Join(
                ',', tokens.Select((token, id) => $"[{System.Text.Json.JsonSerializer.Serialize(token)},{score(id)}]"))}]";

            string Bpe(string options) => $$"""{"type":"BPE",{{options}}"vocab":{{vocabulary}},"merges":{{list}}}""";
        }
    }

    private static string Llama =>
        """
            {"type":"Sequence","decoders":[{"type":"Replace","pattern":{"String":"▁"},"content":" "},{"type":"ByteFallback"},
            {"type":"Fuse"},{"type":"Strip","content":" ","start":1,"stop":0}]}
            """;

    public void Dispose() => _folder.Dispose();

    [OracleTheory]
    [MemberData(nameof(Normalizers))]
    public void Normalizers_do_the_same(string normalizer) => AssertSame(File(ByteBpe(), normalizer, ByteLevel, null, ByteLevel));

    [OracleTheory]
    [MemberData(nameof(PreTokenizers))]
    public void Pre_tokenizers_do_the_same(string preTokenizer) => AssertSame(File(
        ByteBpe(), null,
        preTokenizer.Replace("PLAIN", ByteLevel.Replace("\"use_regex\":true", "\"use_regex\":false")).Replace("BYTES", ByteLevel),
        null, ByteLevel));

    [OracleTheory]
    [MemberData(nameof(Models))]
    public void Models_do_the_same(string model, string normalizer, string preTokenizer, string decoder) =>
        AssertSame(File(model, normalizer, preTokenizer, null, decoder));

    [OracleTheory]
    [InlineData("", false, false)]
    [InlineData("", true, false)]
    [InlineData("", false, true)]
    [InlineData("w", false, false)]
    [InlineData("l", true, false)]
    [InlineData("r", false, true)]
    [InlineData("lr", true, true)]
    [InlineData("wlr", false, false)]
    public void Added_tokens_do_the_same(string flags, bool special, bool normalized)
    {
        string[] tokens = ["<sep>", "the", "  ", "Éa", "<|end|>", "owl hoots"];

        // The model has 'the' itself.
        int[] ids = [264, 257, 265, 266, 267, 268];
        var added = string.Join(',', tokens.Select((token, i) => Added(ids[i], token, flags, special, normalized)));
        AssertSame(File(ByteBpe(), """
            {"type":"Sequence","normalizers":[{"type":"NFD"},{"type":"Lowercase"}]}
            """, ByteLevel, null, ByteLevel, $"[{added}]"));
    }

    [OracleTheory]
    [InlineData("""
        {"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<sep>","type_id":0}},{"Sequence":{"id":"A","type_id":0}},
        {"SpecialToken":{"id":"<sep>","type_id":0}}],"pair":[{"Sequence":{"id":"A","type_id":0}},{"Sequence":{"id":"B","type_id":1}}],
        "special_tokens":{"<sep>":{"id":"<sep>","ids":[264],"tokens":["<sep>"]}}}
        """)]
    [InlineData("""{"type":"BertProcessing","sep":["<sep>",264],"cls":["a",3]}""")]
    [InlineData("""{"type":"RobertaProcessing","sep":["<sep>",264],"cls":["a",3],"trim_offsets":true,"add_prefix_space":true}""")]
    [InlineData("""
        {"type":"Sequence","processors":[{"type":"ByteLevel","add_prefix_space":true,"trim_offsets":false,"use_regex":true},
        {"type":"BertProcessing","sep":["<sep>",264],"cls":["a",3]}]}
        """)]
    public void Post_processors_do_the_same(string postProcessor) =>
        AssertSame(File(ByteBpe(), null, ByteLevel, postProcessor, ByteLevel, $"[{Added(264, "<sep>", special: true)}]"));

    [OracleFact]
    public void Every_character_is_normalised_in_the_same_way()
    {
        foreach (var form in new[] { "NFC", "NFD", "NFKC", "NFKD" })
        {
            var (ours, theirs) = Read(File(ByteBpe(), $$"""{"type":"{{form}}"}""", ByteLevel, null, ByteLevel));
            using (theirs)
            {
                var text = new StringBuilder();
                for (var value = 0xA0; value < 0x1FFFF; value++)
                {
                    if (Rune.IsValid(value)
                        && Rune.GetUnicodeCategory(new Rune(value)) != System.Globalization.UnicodeCategory.OtherNotAssigned)
                    {
                        text.Append('x').Append(new Rune(value).ToString()).Append("\u0323\u0301");
                    }

                    if (text.Length > 4_000)
                    {
                        Compare(ours, theirs, text.ToString());
                        text.Clear();
                    }
                }
            }
        }
    }

    [OracleFact]
    public void The_tokenizers_of_checkpoints_do_the_same()
    {
        foreach (var path in Directory.GetFiles(Path.Combine(FixtureFiles.Folder, "tokenizers"), "*.json", SearchOption.AllDirectories))
        {
            if (Path.GetFileName(path) is not ("expected.json" or "encodings.json" or "tokenizer_config.json"))
            {
                AssertSame(System.IO.File.ReadAllText(path));
            }
        }
    }

    [OracleFact]
    public void The_tokenizer_of_gpt2_does_the_same()
    {
        if (SharedData.Find(SharedData.Gpt2) is { } encoder)
        {
            AssertSame(TokenizerFile.ToJson(TokenizerFile.ReadGpt2(encoder, SharedData.Find("gpt2_bpe/vocab.bpe.gz")!)));
        }
    }

    private static void Compare(ITokenizer ours, Oracle theirs, string text)
    {
        var ids = ours.Encode(text);
        Assert.Equal(theirs.Encode(text).Select(id => (int)id), ids);
        if (ids.Length > 0)
        {
            Assert.Equal(theirs.Decode([.. ids.Select(id => (uint)id)]), ours.Decode(ids));
        }
    }

    private (ITokenizer Ours, Oracle Theirs) Read(string json)
    {
        var path = _folder[$"{Guid.NewGuid():N}.json"];
        System.IO.File.WriteAllText(path, json);
        return (TokenizerFile.Read(path), new Oracle(path));
    }

    private void AssertSame(string json)
    {
        var (ours, theirs) = Read(json);
        using (theirs)
        {
            AnyText.Gen.Sample(text => Compare(ours, theirs, text), iter: Texts, threads: 1);
        }
    }
}
