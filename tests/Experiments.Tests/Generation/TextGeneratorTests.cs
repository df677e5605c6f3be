using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Generation;
using SerpentDsl.Tasks;
using SerpentDsl.Testing;
using TorchSharp;

namespace SerpentDsl.Experiments.Tests.Generation;

public sealed class TextGeneratorTests : IDisposable
{
    private static readonly string[] s_prompts = ["314", "2", "271828182845904523536", "314"];

    private readonly TinyLanguage _model;

    public TextGeneratorTests()
    {
        torch.set_num_threads(1);
        torch.manual_seed(5);
        _model = new TinyLanguage();
        _model.eval();
    }

    public void Dispose() => _model.Dispose();

    private static string[] Texts(IEnumerable<TextPiece> pieces, int prompts)
    {
        var texts = new string[prompts];
        Array.Fill(texts, "");
        foreach (var piece in pieces)
        {
            texts[piece.Prompt] += piece.Text;
        }

        return texts;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Each_of_several_prompts_is_continued_as_it_is_alone(double temperature)
    {
        var generator = new TextGenerator(_model, new Digits(), 10);
        var options = new GenerationOptions { Tokens = 30, Sampling = new SamplingOptions { Temperature = temperature, Seed = 4 } };
        var together = Texts(generator.Generate(s_prompts, options), s_prompts.Length);
        Assert.Equal(s_prompts.Select(prompt => generator.Complete(prompt, options)), together);
        Assert.Equal(together[0], together[3]);
        Assert.All(together, text => Assert.Equal(30, text.Length));
    }

    [Fact]
    public void A_prompt_longer_than_a_piece_is_continued_as_the_whole_form_predicts()
    {
        var generator = new TextGenerator(_model, new Digits(), 10);
        var random = new Random(3);
        string[] prompts = [.. new[] { 700, 256, 1 }.Select(length =>
            string.Concat(Enumerable.Range(0, length).Select(_ => random.Next(10))))];
        var options = new GenerationOptions { Tokens = 1, Sampling = new SamplingOptions { Temperature = 0 } };
        var written = Texts(generator.Generate(prompts, options), prompts.Length);
        using var scope = torch.NewDisposeScope();
        using var noGradient = torch.no_grad();
        for (var i = 0; i < prompts.Length; i++)
        {
            using var fresh = _model.NewState(1);
            var tokens = torch.tensor(prompts[i].Select(digit => (long)(digit - '0')).ToArray()).unsqueeze(0);
            var logits = _model.Chunk(tokens, null, fresh).select(1, -1);
            Assert.Equal(logits.argmax().item<long>().ToString(System.Globalization.CultureInfo.InvariantCulture), written[i]);
        }
    }

    [Fact]
    public void The_end_of_text_ends_one_text_and_not_the_others()
    {
        var options = new GenerationOptions { Tokens = 200, Sampling = new SamplingOptions { Seed = 9 } };
        var endless = Texts(new TextGenerator(_model, new Digits(), 10).Generate(s_prompts, options), s_prompts.Length);
        TextPiece[] pieces = [.. new TextGenerator(_model, new Digits { EndOfText = 7 }, 10).Generate(s_prompts, options)];
        Assert.Equal(endless.Select(text => text.Split('7')[0]), Texts(pieces, s_prompts.Length));
        Assert.All(
            pieces.Where(piece => piece.Finish is not null),
            piece => Assert.Equal((FinishReason.EndOfText, endless[piece.Prompt].IndexOf('7')), (piece.Finish, piece.Tokens)));
        Assert.Equal(s_prompts.Length, pieces.Count(piece => piece.Finish is not null));
    }

    [Fact]
    public void A_stop_ends_a_text_before_it()
    {
        var generator = new TextGenerator(_model, new Digits(), 10);
        var options = new GenerationOptions { Tokens = 100, Sampling = new SamplingOptions { Seed = 9 } };
        var whole = generator.Complete("3", options);
        var stop = whole.Substring(40, 3);
        Assert.Equal(whole[..whole.IndexOf(stop, StringComparison.Ordinal)], generator.Complete("3", options with { Stops = ["x", stop] }));
    }

    [Fact]
    public void Ids_beyond_the_tokenizer_are_never_written()
    {
        torch.manual_seed(6);
        using var padded = new TinyMambaLm();
        padded.eval();
        var text = new TextGenerator(padded, new Digits(), 16).Complete("1", new GenerationOptions { Tokens = 500 });
        Assert.Equal(500, text.Length);
        var problem = Assert.Throws<ArgumentException>(() => new TextGenerator(padded, new Digits(), 9));
        Assert.Contains("10 tokens, the model only 9", problem.Message);
    }

    [Fact]
    public void Nothing_stays_when_a_reader_goes_away()
    {
        var generator = new TextGenerator(_model, new Digits(), 10);
        generator.Complete("1", new GenerationOptions { Tokens = 2 });
        var live = LeakCheck.LiveTensors;
        Assert.NotEmpty(generator.Generate(s_prompts, new GenerationOptions()).Take(3));
        Assert.Equal(live, LeakCheck.LiveTensors);
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => generator.Complete("1", new GenerationOptions(), stopped.Token));
        Assert.Equal(live, LeakCheck.LiveTensors);
    }

    [Fact]
    public void What_cannot_be_continued_is_refused_at_once()
    {
        var generator = new TextGenerator(_model, new Digits(), 10);
        Assert.Contains("'letters' has no tokens", Refusal(() => generator.Generate(["1", "letters"], new GenerationOptions())));
        Assert.Contains("at least one prompt", Refusal(() => generator.Generate(Array.Empty<string>(), new GenerationOptions())));
        Assert.Contains("stop is empty", Refusal(() => generator.Generate(["1"], new GenerationOptions { Stops = [""] })));
        Assert.Contains("Tokens", Refusal(() => generator.Generate(["1"], new GenerationOptions { Tokens = 0 })));

        static string Refusal(Action action) => Assert.ThrowsAny<ArgumentException>(action).Message;
    }

    private sealed class Digits : ITokenizer
    {
        private static readonly byte[] s_digits = "0123456789"u8.ToArray();

        public int Vocabulary => 10;

        public int? EndOfText { get; init; }

        public int[] Encode(string text) => [.. text.Where(char.IsAsciiDigit).Select(digit => digit - '0')];

        public ReadOnlySpan<byte> BytesOf(int token) => s_digits.AsSpan(token, 1);
    }
}
