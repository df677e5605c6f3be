using System.Text;
namespace SerpentDsl.Tasks.Tests;

public sealed class EncoderFileTests : IDisposable
{
    private static readonly string[] s_texts =
        ["", "A fine film!", "[MAX 2 9 [MIN 4 7 ] 0 ]", "naïve 🙂 日本", "the words the film has", "line\nend\r\n\ttab  two", new('x', 300)];

    private readonly string _folder = Directory.CreateTempSubdirectory().FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    public static TheoryData<string> Encoders =>
        ["bytes", "characters", "listops", "words", "byte pairs", "tokenizer words", "tokenizer characters"];

    [Theory]
    [MemberData(nameof(Encoders))]
    public void What_is_read_encodes_as_what_was_written(string kind)
    {
        var encoder = Make(kind);
        EncoderFile.Write(_folder, encoder);
        var read = EncoderFile.Read(_folder);
        foreach (var text in s_texts)
        {
            Assert.Equal(encoder.Encode(text, 1000), read.Encode(text, 1000));
            Assert.Equal(encoder.Encode(text, 5), read.Encode(text, 5));
        }

        Assert.Equal(encoder.NameOf(3), read.NameOf(3));
        Assert.Contains("classifier", Assert.Throws<TaskDataException>(() => EncoderFile.ReadTokenizer(_folder)).Message);
    }

    [Fact]
    public void The_tokenizer_of_text_is_kept()
    {
        ITokenizer[] tokenizers = [BytePairs(), Words(), new CharacterTokenizer("etaoin 🙂\n")];
        foreach (var tokenizer in tokenizers)
        {
            EncoderFile.Write(_folder, tokenizer);
            var read = EncoderFile.ReadTokenizer(_folder);
            Assert.Equal(tokenizer.Vocabulary, read.Vocabulary);
            foreach (var text in s_texts)
            {
                Assert.Equal(tokenizer.Encode(text), read.Encode(text));
            }

            Assert.Contains("language model", Assert.Throws<TaskDataException>(() => EncoderFile.Read(_folder)).Message);
        }
    }

    [Fact]
    public void A_tokenizer_of_a_file_is_kept_byte_for_byte()
    {
        var source = Path.Combine(_folder, "mine.json");
        TokenizerFile.Write(source, BytePairs());
        File.AppendAllText(source, "\n  \n");
        EncoderFile.Write(_folder, new TokenizerEncoder(SourcedTokenizer.Read(source)));
        Assert.Equal(File.ReadAllBytes(source), File.ReadAllBytes(Path.Combine(_folder, EncoderFile.TokenizerName)));
    }

    [Fact]
    public void Tokens_keep_their_ids_and_the_end_of_text_ends_a_row()
    {
        var words = Words();
        Assert.Equal([.. words.Encode("the film").Select(id => (ushort)id), 7], new TokenizerEncoder(words).Encode("the film", 10));
        Assert.Equal((7, 8), (words.Vocabulary, new TokenizerEncoder(words).Vocabulary));
        var ending = new TokenizerEncoder(new OneToken { Vocabulary = 4, EndOfText = 2 });
        Assert.Equal<ushort>([0, 2], ending.Encode("text", 10));
        Assert.Equal((4, "<eos>", "x"), (ending.Vocabulary, ending.NameOf(2), ending.NameOf(0)));
    }

    [Fact]
    public void Runs_of_earlier_versions_are_read_with_their_ids()
    {
        TokenizerFile.Write(Path.Combine(_folder, EncoderFile.TokenizerName), Words());
        File.WriteAllText(Path.Combine(_folder, EncoderFile.FileName), """{ "kind": "tokenizer" }""");
        var earlier = EncoderFile.Read(_folder);
        ushort[] expected = [.. Words().Encode("the film").Select(id => (ushort)(id + 1)), 8];
        Assert.Equal(expected, earlier.Encode("the film", 10));
        Assert.Equal("<pad>", earlier.NameOf(0));

        // Copied with its kind.
        EncoderFile.Write(_folder, earlier);
        Assert.Equal(expected, EncoderFile.Read(_folder).Encode("the film", 10));
    }

    [Fact]
    public void Encoders_that_no_file_describes_are_named()
    {
        Assert.Contains("Reversed", Assert.Throws<NotSupportedException>(() => EncoderFile.Write(_folder, new Reversed())).Message);
        Assert.Contains(
            "OneToken",
            Assert.Throws<NotSupportedException>(() => EncoderFile.Write(_folder, new TokenizerEncoder(new OneToken()))).Message);
        Assert.False(EncoderFile.IsIn(_folder));
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("{\"kind\": \"telepathy\"}")]
    [InlineData("{\"kind\": \"characters\"}")]
    [InlineData("{\"kind\": \"characters\", \"alphabet\": \"aa\"}")]
    [InlineData("{\"kind\": \"words\", \"words\": [1]}")]
    [InlineData("{\"kind\": \"tokenizer\"}")]
    [InlineData("{\"kind\": \"tokens\", \"end\": 1}")]
    [InlineData("{\"kind\": \"character tokens\", \"alphabet\": \"ab\"}")]
    [InlineData("{\"kind\": \"character tokens\", \"alphabet\": \"ab\", \"end\": 9}")]
    [InlineData("{\"kind\": \"character tokens\", \"alphabet\": \"ab\", \"end\": -1}")]
    public void Damaged_files_are_refused(string content)
    {
        File.WriteAllText(Path.Combine(_folder, EncoderFile.FileName), content);
        Assert.Throws<TaskDataException>(() => EncoderFile.Read(_folder));
    }

    [Fact]
    public void A_tokenizer_with_too_many_ids_is_refused()
    {
        var problem = Assert.Throws<ArgumentException>(() => new TokenizerEncoder(new OneToken { Vocabulary = 65_536 }));
        Assert.Contains("at most 65,535", problem.Message);
        Assert.Equal(65_536, new TokenizerEncoder(new OneToken { Vocabulary = 65_535 }).Vocabulary);
    }

    [Fact]
    public void Labels_are_kept()
    {
        LabelFile.Write(_folder, new LabelSet(["négatif", "positive, \"very\""]));
        Assert.Equal(["négatif", "positive, \"very\""], LabelFile.Read(_folder).Classes!);
        var regression = new LabelSet(Inputs: [new("a", 0.1, 1 / 3.0)], Outputs: [new("y", -1e-300, double.Epsilon)]);
        LabelFile.Write(_folder, regression);
        var read = LabelFile.Read(_folder);
        Assert.Null(read.Classes);
        Assert.Equal(regression.Inputs!, read.Inputs!);
        Assert.Equal(regression.Outputs!, read.Outputs!);
        File.WriteAllText(Path.Combine(_folder, LabelFile.FileName), "{}");
        Assert.Throws<TaskDataException>(() => LabelFile.Read(_folder));
    }

    private static ISequenceEncoder Make(string kind) => kind switch
    {
        "bytes" => new ByteEncoder(),
        "characters" => new CharacterEncoder("efilm 🙂\n日"),
        "listops" => new ListOpsEncoder(),
        "words" => new WordEncoder(["film", "words", "have"]),
        "byte pairs" => new TokenizerEncoder(BytePairs()),
        "tokenizer characters" => new TokenizerEncoder(new CharacterTokenizer("etaoin 🙂\n")),
        _ => new TokenizerEncoder(Words()),
    };

    private static BytePairTokenizer BytePairs() =>
        BytePairTrainer.Train([Encoding.UTF8.GetBytes("the film the words the film")], 262, lineByLine: false);

    private static WordTokenizer Words() => WordTokenizer.Learn([Encoding.UTF8.GetBytes("the film the words\nA fine film")], 100);

    private sealed class Reversed : ISequenceEncoder
    {
        public ushort[] Encode(string text, int maxLength) => [.. text.Reverse().Select(letter => (ushort)letter)];

        public string NameOf(int token) => ((char)token).ToString();
    }

    private sealed class OneToken : ITokenizer
    {
        public int Vocabulary { get; init; } = 1;

        public int? EndOfText { get; init; }

        public int[] Encode(string text) => [0];

        public ReadOnlySpan<byte> BytesOf(int token) => "x"u8;
    }
}
