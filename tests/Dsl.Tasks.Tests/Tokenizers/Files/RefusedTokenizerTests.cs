using SerpentDsl.Testing;
using static SerpentDsl.Tasks.Tests.Tokenizers.TokenizerJson;

namespace SerpentDsl.Tasks.Tests.Tokenizers;

/// <summary>What a tokenizer.json asks for and is not known is named, and a broken file is one sentence.</summary>
public sealed class RefusedTokenizerTests : IDisposable
{
    private const string Bpe = """{"type":"BPE","vocab":{"a":0,"b":1,"ab":2},"merges":["a b"]}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("\"version\":\"1.0\"", "\"version\":\"2.0\"", "version '2.0'")]
    [InlineData("\"version\":\"1.0\"", "\"version\":\"1.0\",\"flubber\":1", "key 'flubber'")]
    [InlineData("\"version\":\"1.0\"", "\"version\":\"1.0\",\"version\":\"1.0\"", "key 'version' twice")]
    [InlineData("\"truncation\":null", "\"truncation\":{\"max_length\":2}", "'truncation'")]
    [InlineData("\"padding\":null", "\"padding\":{\"strategy\":\"BatchLongest\"}", "'padding'")]
    [InlineData("\"normalizer\":null",
        "\"normalizer\":{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"AAAA\"}", "normalizer is of the type 'Precompiled'")]
    [InlineData("\"normalizer\":null", "\"normalizer\":{\"type\":\"Nmt\"}", "type 'Nmt'")]
    [InlineData("\"normalizer\":null", "\"normalizer\":{\"type\":\"Lowercase\",\"locale\":\"tr\"}", "normalizer has the key 'locale'")]
    [InlineData("\"normalizer\":null",
        "\"normalizer\":{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"NFC\"},{\"type\":\"Flub\"}]}",
        "normalizer.normalizers[1] is of the type 'Flub'")]
    [InlineData("\"normalizer\":null", "\"normalizer\":[]", "normalizer is no JSON object")]
    [InlineData("\"normalizer\":null",
        "\"normalizer\":{\"type\":\"Replace\",\"pattern\":{\"String\":\"\"},\"content\":\"\"}", "pattern is empty")]
    [InlineData("\"pre_tokenizer\":null", "\"pre_tokenizer\":{\"type\":\"UnicodeScripts\"}", "type 'UnicodeScripts'")]
    [InlineData("\"pre_tokenizer\":null", "\"pre_tokenizer\":{\"type\":\"Digits\",\"individual_digits\":1}", "true or false")]
    [InlineData("\"pre_tokenizer\":null",
        "\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(\"},\"behavior\":\"Isolated\",\"invert\":false}",
        "'(' without ')'")]
    [InlineData("\"pre_tokenizer\":null",
        "\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Regex\":\"\\\\p{Han}\"},\"behavior\":\"Isolated\",\"invert\":false}",
        "\\p{Han}")]
    [InlineData("\"pre_tokenizer\":null",
        "\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Regex\":\"[a&&b]\"},\"behavior\":\"Isolated\",\"invert\":false}", "the set")]
    [InlineData("\"pre_tokenizer\":null",
        "\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"Regex\":\"(?<n>a)\"},\"behavior\":\"Isolated\",\"invert\":false}", "'(?<n'")]
    [InlineData("\"pre_tokenizer\":null",
        "\"pre_tokenizer\":{\"type\":\"Split\",\"pattern\":{\"String\":\"a\"},\"behavior\":\"Kept\",\"invert\":false}", "'behavior'")]
    [InlineData("\"pre_tokenizer\":null", "\"pre_tokenizer\":{\"type\":\"Metaspace\",\"replacement\":\"ab\"}", "one character")]
    [InlineData("\"decoder\":null",
        "\"decoder\":{\"type\":\"CTC\",\"pad_token\":\"a\",\"word_delimiter_token\":\"|\",\"cleanup\":true}", "type 'CTC'")]
    [InlineData("\"post_processor\":null",
        "\"post_processor\":{\"type\":\"TemplateProcessing\",\"single\":[{\"SpecialToken\":{\"id\":\"Z\",\"type_id\":0}}],\"pair\":" +
        "[],\"special_tokens\":{}}", "'Z', no special token")]
    [InlineData("\"post_processor\":null",
        "\"post_processor\":{\"type\":\"BertProcessing\",\"sep\":[\"a\",3],\"cls\":[\"b\",1]}", "the ids are 0 … 2")]
    [InlineData("\"added_tokens\":[]", "\"added_tokens\":[{\"id\":3,\"content\":\"x\"}]", "added_tokens[0] has no 'single_word'")]
    [InlineData("\"added_tokens\":[]", "\"added_tokens\":[TOKEN4x]", "would give it 3")]
    [InlineData("\"added_tokens\":[]", "\"added_tokens\":[TOKEN3x,TOKEN3x]", "would give it 4")]
    [InlineData("\"added_tokens\":[]", "\"added_tokens\":[TOKEN3]", "is empty")]
    [InlineData("\"added_tokens\":[]", "\"added_tokens\":{}", "not a list")]
    [InlineData("\"type\":\"BPE\"", "\"type\":\"Flub\"", "model is of the type 'Flub'")]
    [InlineData("\"type\":\"BPE\"", "\"type\":\"BPE\",\"dropout\":0.1", "dropout")]
    [InlineData("\"type\":\"BPE\"", "\"type\":\"BPE\",\"dropout\":\"no\"", "dropout")]
    [InlineData("\"type\":\"BPE\"", "\"type\":\"BPE\",\"continuing_subword_prefix\":\"##\"", "no '##' before")]
    [InlineData("\"a b\"", "\"a c\"", "'c', which is not in the vocabulary")]
    [InlineData("\"a b\"", "\"b a\"", "'ba', which is not in the vocabulary")]
    [InlineData("\"a b\"", "\"ab\"", "no merge")]
    [InlineData("\"a b\"", "[\"a\"]", "no merge")]
    [InlineData("\"ab\":2", "\"ab\":3", "ids 0 … 2")]
    [InlineData("\"ab\":2", "\"ab\":1", "ids 0 … 2")]
    [InlineData("\"ab\":2", "\"ab\":4000000000", "whole number")]
    [InlineData("\"ab\":2", "\"ab\":-1", "whole number")]
    [InlineData("\"ab\":2", "\"ab\":2.5", "whole number")]
    [InlineData("\"ab\":2", "\"ab\":2,\"ab\":2", "'ab' twice")]
    [InlineData("\"ab\":2", "\"ab\":2,\"\\ud800\":3", "")]
    [InlineData("\"ab\":2", "\"ab\":2,", "")]
    [InlineData("{\"version\"", "{\"model\":null,\"x\"", "no model")]
    public void What_is_not_known_is_named(string part, string replacement, string message)
    {
        var json = File(Bpe).Replace("\r", "").Replace("\n", "");
        Assert.Contains(part, json);
        var text = json.Replace(part, replacement)
            .Replace("TOKEN3x", Added(3, "x")).Replace("TOKEN4x", Added(4, "x")).Replace("TOKEN3", Added(3, ""));
        System.IO.File.WriteAllText(_folder["tokenizer.json"], message == "no model" ? "{\"version\":\"1.0\"}" : text);
        AssertRefused(message);
    }

    [Theory]
    [InlineData("""{"type":"Unigram","unk_id":1,"vocab":[["a",-1.0]]}""", "'unk_id'")]
    [InlineData("""{"type":"Unigram","unk_id":0,"vocab":[]}""", "empty")]
    [InlineData("""{"type":"Unigram","unk_id":0,"vocab":[["a",1e999]]}""", "score")]
    [InlineData("""{"type":"Unigram","unk_id":0,"vocab":[["a"]]}""", "score")]
    [InlineData("""{"type":"Unigram","unk_id":0,"vocab":[["a",-1],["a",-2]]}""", "twice")]
    [InlineData("""
        {"type":"WordPiece","vocab":{},"unk_token":"a","continuing_subword_prefix":"##","max_input_chars_per_word":9}
        """, "empty")]
    [InlineData("""{"type":"WordLevel","vocab":{},"unk_token":"a"}""", "empty")]
    [InlineData("""{"type":"WordLevel","vocab":{"a":0}}""", "no 'unk_token'")]
    [InlineData("""{"type":"WordLevel","vocab":[],"unk_token":"a"}""", "'vocab'")]
    public void A_model_that_cannot_be_is_refused(string model, string message)
    {
        System.IO.File.WriteAllText(_folder["tokenizer.json"], File(model));
        AssertRefused(message);
    }

    [Fact]
    public void Files_that_are_no_tokenizer_are_refused()
    {
        foreach (var content in new byte[][]
        {
            [], [0x7B], "null"u8.ToArray(), "[]"u8.ToArray(), "{}"u8.ToArray(), [0x7B, 0xFF, 0x7D], [0x1F, 0x8B, 8, 1],
        })
        {
            System.IO.File.WriteAllBytes(_folder["tokenizer.json"], content);
            AssertRefused("");
        }

        System.IO.File.WriteAllText(
            _folder["tokenizer.json"],
            File(
                Bpe,
                string.Concat(Enumerable.Repeat("""{"type":"Sequence","normalizers":[""", 20_000))
                    + string.Concat(Enumerable.Repeat("]}", 20_000))));
        AssertRefused("depth");
    }

    [Fact]
    public void A_rule_that_makes_a_text_too_long_is_refused()
    {
        var step = """{"type":"Replace","pattern":{"String":"a"},"content":"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"}""";
        System.IO.File.WriteAllText(
            _folder["tokenizer.json"],
            File(Bpe, $$"""{"type":"Sequence","normalizers":[{{string.Join(',', Enumerable.Repeat(step, 9))}}]}"""));
        Assert.Contains(
            "Encode shorter texts",
            Assert.Throws<TaskDataException>(() => TokenizerFile.Read(_folder["tokenizer.json"]).Encode("a")).Message);
    }

    private void AssertRefused(string message)
    {
        var problem = Assert.Throws<TaskDataException>(() => TokenizerFile.Read(_folder["tokenizer.json"]));
        Assert.Contains("cannot be read as a tokenizer: ", problem.Message);
        Assert.Contains(message, problem.Message);
    }
}
