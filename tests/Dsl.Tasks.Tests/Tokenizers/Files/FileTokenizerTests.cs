using System.Text;
using System.Text.Json;
using SerpentDsl.Generation;
using SerpentDsl.Tasks.TokenizerFiles;
using SerpentDsl.Testing;
using static SerpentDsl.Tasks.Tests.Tokenizers.TokenizerJson;

namespace SerpentDsl.Tasks.Tests.Tokenizers;

public sealed class FileTokenizerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string, string, string> Expected
    {
        get
        {
            var data = new TheoryData<string, string, string>();
            foreach (var (folder, list) in new[]
            {
                ("word-level", "expected.json"), ("byte-level", "expected.json"),
                ("hf_padded_vocab8_tokenizer", "encodings.json"), ("official_padded_vocab16_tokenizer", "encodings.json"),
            })
            {
                using var document = JsonDocument.Parse(System.IO.File.ReadAllText(Fixture(folder, list)));
                foreach (var test in document.RootElement.EnumerateArray())
                {
                    var file = test.TryGetProperty("file", out var name) ? name.GetString()! : "tokenizer.json";
                    data.Add($"{folder}/{file}", test.GetProperty("text").GetString()!, test.GetProperty("ids").GetRawText());
                }
            }

            return data;
        }
    }

    public void Dispose() => _folder.Dispose();

    private static string Fixture(params string[] parts) => Path.Combine([FixtureFiles.Folder, "tokenizers", .. parts]);

    private ITokenizer Read(string json)
    {
        var path = _folder[$"{Guid.NewGuid():N}.json"];
        System.IO.File.WriteAllText(path, json);
        return TokenizerFile.Read(path);
    }

    [Theory]
    [MemberData(nameof(Expected))]
    public void Texts_get_the_ids_of_the_library(string file, string text, string ids) =>
        Assert.Equal(JsonSerializer.Deserialize<int[]>(ids), TokenizerFile.Read(Fixture(file.Split('/'))).Encode(text));

    [Fact]
    public void Text_of_a_checkpoints_tokenizer_comes_back_in_composed_form()
    {
        var tokenizer = TokenizerFile.Read(Fixture("hf_padded_vocab8_tokenizer", "tokenizer.json"));
        Assert.Equal((275, 0), (tokenizer.Vocabulary, tokenizer.EndOfText));
        Assert.Equal("na\u00efve  12", tokenizer.Decode(tokenizer.Encode("nai\u0308ve  12")));
        Assert.Equal("stopthe", tokenizer.Decode(tokenizer.Encode("stop<|endoftext|>the")));
        Assert.Equal("<|endoftext|>"u8, tokenizer.BytesOf(0));
        Assert.Equal("    "u8, tokenizer.BytesOf(273));
    }

    [Theory]
    [InlineData("""{"type":"Metaspace","replacement":"▁","prepend_scheme":"always"}""", "owl hoots é")]
    [InlineData("""{"type":"WordPiece","prefix":"##","cleanup":true}""", "▁owl owls . é")]
    [InlineData("null", "the owl . hoots")]
    public void What_streams_is_what_is_decoded(string decoder, string text)
    {
        var tokenizer = Read(File(
            $$"""
                {"type":"WordLevel","vocab":{{Vocabulary(Words)}},"unk_token":"[UNK]"}
                """, null, """{"type":"WhitespaceSplit"}""", null, decoder));
        var ids = tokenizer.Encode(text);
        var stream = new TextStream(tokenizer);
        Assert.Equal(tokenizer.Decode(ids), string.Concat(ids.Select(stream.Append)) + stream.Flush());
        stream = new TextStream(tokenizer, ids.AsSpan(0, 2));
        Assert.Equal(
            tokenizer.Decode(ids)[tokenizer.Decode(ids.AsSpan(0, 2)).Length..],
            string.Concat(ids.Skip(2).Select(stream.Append)) + stream.Flush());
        Assert.Equal(
            tokenizer.Decode(ids).TrimStart(),
            Encoding.UTF8.GetString([.. ids.SelectMany(id => tokenizer.BytesOf(id).ToArray())]).TrimStart());
    }

    [Fact]
    public void Bytes_of_byte_tokens_are_theirs()
    {
        var tokenizer = Read(File(ByteBpe(merges: ["Ã ©", "Ġ Ã"]), null, ByteLevel, null, ByteLevel));
        Assert.Equal("é"u8, tokenizer.BytesOf(256));
        Assert.Equal([0x20, 0xC3], tokenizer.BytesOf(257).ToArray());
        tokenizer = Read(File(
            """{"type":"BPE","unk_token":null,"byte_fallback":true,"vocab":{"a":0,"<0xC3>":1,"<0xA9>":2},"merges":[]}""", null, null, null,
            """{"type":"Sequence","decoders":[{"type":"ByteFallback"},{"type":"Fuse"}]}"""));
        Assert.Equal([0, 1, 2, 0], tokenizer.Encode("aéa"));
        Assert.Equal([0xC3], tokenizer.BytesOf(1).ToArray());
        var stream = new TextStream(tokenizer);
        Assert.Equal(["a", "", "é", "a"], new[] { 0, 1, 2, 0 }.Select(stream.Append));
    }

    [Fact]
    public void Lone_surrogates_are_encoded_as_the_replacement_character()
    {
        var tokenizer = Read(File(ByteBpe(), """{"type":"NFC"}""", ByteLevel, null, ByteLevel));
        Assert.Equal(tokenizer.Encode("a\uFFFDb"), tokenizer.Encode("a\uD800b"));
    }

    [Fact]
    public void Text_without_a_token_is_refused_where_nothing_stands_for_it()
    {
        foreach (var model in new[]
        {
            """{"type":"WordLevel","vocab":{"owl":0},"unk_token":"<unk>"}""",
            """{"type":"WordPiece","vocab":{"owl":0},"unk_token":"<unk>","continuing_subword_prefix":"##","max_input_chars_per_word":9}""",
            """{"type":"Unigram","vocab":[["owl",-1]],"unk_id":null}""",
            """{"type":"BPE","vocab":{"o":0},"merges":[],"unk_token":"<unk>"}""",
        })
        {
            var tokenizer = Read(File(model));
            Assert.Contains("has no token for 'w", Assert.Throws<TaskDataException>(() => tokenizer.Encode("w")).Message);
        }
    }

    [Fact]
    public void The_end_of_text_is_found_beside_the_file()
    {
        var json = File(
            ByteBpe(), null, ByteLevel, null, ByteLevel,
            $"[{Added(264, "</s>", special: true)},{Added(265, "<stop>", special: true)}]");
        Assert.Equal(264, Read(json).EndOfText);
        System.IO.File.WriteAllText(_folder["config.json"], """{"dt": [-Infinity, NaN], "eos_token_id": 3, "limit": Infinity}""");
        Assert.Equal(3, Read(json).EndOfText);
        System.IO.File.WriteAllText(_folder["generation_config.json"], """{"eos_token_id": [5, 6]}""");
        Assert.Equal(5, Read(json).EndOfText);
        System.IO.File.WriteAllText(_folder["tokenizer_config.json"], """{"eos_token": {"content": "<stop>"}}""");
        Assert.Equal(265, Read(json).EndOfText);
        System.IO.File.WriteAllText(_folder["tokenizer_config.json"], """{"eos_token": null}""");
        System.IO.File.WriteAllText(_folder["generation_config.json"], """{"eos_token_id": 266}""");
        Assert.Equal(3, Read(json).EndOfText);
        System.IO.File.WriteAllText(_folder["tokenizer_config.json"], """{"eos_token": "<none>"}""");
        Assert.Contains("'<none>' ends a text", Assert.Throws<TaskDataException>(() => Read(json)).Message);
        System.IO.File.WriteAllText(_folder["tokenizer_config.json"], "{");
        Assert.Contains("tokenizer_config.json is not valid JSON", Assert.Throws<TaskDataException>(() => Read(json)).Message);
    }

    [Fact]
    public void A_file_is_written_as_it_was_read()
    {
        var path = Fixture("hf_padded_vocab8_tokenizer", "tokenizer.json");
        var tokenizer = TokenizerFile.Read(path);
        Assert.True(TokenizerFile.CanWrite(tokenizer));
        TokenizerFile.Write(_folder["copy.json"], tokenizer);
        Assert.Equal(System.IO.File.ReadAllText(path), System.IO.File.ReadAllText(_folder["copy.json"]));
    }

    [Fact]
    public void A_byte_order_mark_is_no_part_of_the_file()
    {
        System.IO.File.WriteAllText(
            _folder["bom.json"], File(ByteBpe(), null, ByteLevel), new UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal([257], TokenizerFile.Read(_folder["bom.json"]).Encode("the"));
    }

    [Fact]
    public void Own_files_are_read_as_the_class_that_wrote_them_and_give_the_same_ids()
    {
        var text = string.Concat(Enumerable.Repeat("the owl hoots \n at 12 é owls\n", 9));
        var bytePairs = BytePairTrainer.Train([Encoding.UTF8.GetBytes(text)], 300, lineByLine: true);
        var json = TokenizerFile.ToJson(bytePairs);
        Assert.IsType<BytePairTokenizer>(TokenizerFile.FromJson(json));
        using var document = JsonDocument.Parse(json);
        var general = new FileTokenizer(json, document.RootElement, folder: null);
        Assert.Equal(bytePairs.Encode(text), general.Encode(text));
        Assert.Equal(text, general.Decode(general.Encode(text)));
        var words = WordTokenizer.Learn([Encoding.UTF8.GetBytes(text)], 5);
        json = TokenizerFile.ToJson(words);
        Assert.IsType<WordTokenizer>(TokenizerFile.FromJson(json));
        using var ofWords = JsonDocument.Parse(json);
        Assert.Equal(words.Encode(text), new FileTokenizer(json, ofWords.RootElement, folder: null).Encode(text));
    }
}
