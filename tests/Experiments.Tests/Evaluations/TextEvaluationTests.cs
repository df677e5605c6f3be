using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;
using SerpentDsl.Testing;
using TorchSharp;

namespace SerpentDsl.Experiments.Tests.Evaluations;

public sealed class TextEvaluationTests : IDisposable
{
    private static readonly int[] s_tokens = Tokens();

    private readonly TextDataset _text = new(new CountingText().Load(new TaskContext("unused", null, null), default), 32, seed: 1);

    public TextEvaluationTests() => torch.set_num_threads(1);

    public void Dispose() => _text.Dispose();

    private static int[] Tokens()
    {
        var tokens = new int[CountingText.OtherTokens];
        using var splits = new CountingText().Load(new TaskContext("unused", null, null), default);
        splits.Test.Tokens.Read(0, tokens);
        return tokens;
    }

    private Evaluation Evaluate(ISequenceModel model, TextCut cut, int batchSize = 4) =>
        TextEvaluation.Of(model, _text, Split.Test, cut, batchSize, torch.CPU, null, default);

    /// <summary>The mean loss when the prediction behind token p has read so many tokens.</summary>
    private static double Expected(Func<int, long> read) =>
        Enumerable.Range(0, s_tokens.Length - 1).Average(p => PositionCounter.Loss(s_tokens[p], s_tokens[p + 1], read(p)));

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(32)]
    [InlineData(1_000)]
    public void Blocks_begin_without_context(int window)
    {
        using var model = new PositionCounter();
        var found = Evaluate(model, new TextCut(TextContext.Blocks, window));
        Assert.Equal(Expected(p => (p % window) + 1), found.Loss, 5);
        Assert.Equal((s_tokens.Length - 2 + window) / window, found.Rows);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(404)]
    public void A_carried_state_has_read_everything_before(int window)
    {
        using var model = new PositionCounter.Streaming();
        Assert.Equal(Expected(p => p + 1), Evaluate(model, new TextCut(TextContext.Carried, window)).Loss, 5);
    }

    [Theory]
    [InlineData(32, 32)]
    [InlineData(32, 16)]
    [InlineData(32, 5)]
    [InlineData(9, 1)]
    [InlineData(500, 100)]
    public void A_sliding_window_has_read_at_least_what_it_does_not_move(int window, int stride)
    {
        using var model = new PositionCounter();
        long Read(int p) => p < window ? p + 1 : window - stride + ((p - window) % stride) + 1;
        Assert.Equal(Expected(Read), Evaluate(model, new TextCut(TextContext.Sliding, window, stride)).Loss, 5);
    }

    [Fact]
    public void Every_prediction_counts_once_whatever_the_window()
    {
        var random = new Random(3);
        for (var trial = 0; trial < 200; trial++)
        {
            long predictions = random.Next(1, 300);
            var window = random.Next(1, 80);
            var stride = random.Next(1, window + 1);
            long[] counted = [.. TextSpans.Sliding(predictions, window, stride)
                .SelectMany(span => Enumerable.Range(span.Length - span.Scored, span.Scored).Select(position => span.Start + position))];
            Assert.Equal(Enumerable.Range(0, (int)predictions).Select(p => (long)p), counted);
            Assert.All(TextSpans.Sliding(predictions, window, stride), span => Assert.InRange(span.Length, 1, window));
        }
    }

    [Fact]
    public void A_generated_models_carried_state_equals_one_long_sequence()
    {
        torch.manual_seed(4);
        using var model = new LongLanguage();
        model.to(torch.ScalarType.Float64);
        var whole = Evaluate(model, new TextCut(TextContext.Blocks, s_tokens.Length - 1)).Loss;
        var live = LeakCheck.LiveTensors;
        foreach (var window in new[] { 1, 17, 32 })
        {
            Assert.Equal(whole, Evaluate(model, new TextCut(TextContext.Carried, window)).Loss, 6);
        }

        Assert.Equal(live, LeakCheck.LiveTensors);
    }

    [Fact]
    public void Measures_follow_from_the_total_loss()
    {
        using var model = new PositionCounter();
        var found = Evaluate(model, new TextCut(TextContext.Blocks, 32), batchSize: 3);
        var total = found.Loss * (s_tokens.Length - 1);
        Assert.Equal(Math.Exp(found.Loss), found.Perplexity!.Value, 9);

        // The text has a byte a token, no white space and so one word by its files' count; the fake task says a word a token.
        Assert.Equal(total / Math.Log(2) / (s_tokens.Length - 1), found.BitsPerByte!.Value, 9);
        Assert.InRange(found.BatchPerplexity!.Value, found.Perplexity.Value, double.MaxValue);
        double[] batches = [.. Enumerable.Range(0, s_tokens.Length - 1)
            .GroupBy(p => p / (3 * 32))
            .Select(batch => Math.Exp(batch.Average(p => PositionCounter.Loss(s_tokens[p], s_tokens[p + 1], (p % 32) + 1))))];
        Assert.Equal(batches.Average(), found.BatchPerplexity.Value, 4);
    }

    [Fact]
    public void Words_are_counted_behind_the_first_token()
    {
        // " a b\n" and another line, in words: seven units, the first of which is not predicted.
        var tokenizer = new WordTokenizer(["<eos>", "<unk>", "a", "b"]);
        int[] tokens = [2, 3, 0, 3, 2, 2, 0];
        LanguageSplit split = new(TokenStream.Of(tokens), 14, 7);
        using var words = new TextDataset(new LanguageSplits(split, split, split, tokenizer, [], "by hand"), 3, seed: 1);
        Assert.Equal(6, words.Words(Split.Test));
        using var model = new Uniform();
        var found = TextEvaluation.Of(model, words, Split.Test, new TextCut(TextContext.Blocks, 4), 2, torch.CPU, null, default);
        Assert.Equal(
            (4.0, 4.0, 1.0),
            (Math.Round(found.Perplexity!.Value, 5), Math.Round(found.WordPerplexity!.Value, 5), Math.Round(found.BitsPerByte!.Value, 5)));
    }

    [Fact]
    public void A_model_without_streaming_form_cannot_carry()
    {
        using var model = new PositionCounter();
        var message = Assert.Throws<UsageException>(() => Evaluate(model, new TextCut(TextContext.Carried, 32))).Message;
        Assert.Contains("no streaming form", message);
        Assert.Contains("--context sliding", message);
    }

    /// <summary>Knows nothing of four tokens.</summary>
    private sealed class Uniform : torch.nn.Module<torch.Tensor, torch.Tensor>, ILanguageModel
    {
        public Uniform()
            : base(nameof(Uniform))
        {
        }

        public torch.nn.Module Module => this;

        public override torch.Tensor forward(torch.Tensor tokens) => forward(tokens, null);

        public torch.Tensor forward(torch.Tensor tokens, torch.Tensor? lengths) => torch.zeros([.. tokens.shape, 4]);
    }
}
