using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Tasks;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.FineTuning;

/// <summary>A training that begins from trained parameters reads own data with the tokens of these parameters.</summary>
public sealed class StartingTokensTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_classifier_reads_its_texts_with_the_tokens_of_the_language_model_that_it_begins_from()
    {
        File.WriteAllText(_folder["corpus.txt"], Lines("a long text about films, ", 300));
        Assert.Equal(0, Train(nameof(OwnLanguage), "language", "--data", _folder["corpus.txt"], "--tokenizer", "bpe").Code);
        var tokens = EncoderFile.ReadTokenizer(_folder["language"]).Encode("a long film");

        // From the run, and from the file of its parameters.
        foreach (var (from, run) in new[]
        {
            (_folder["language"], "first"), (RunFolder.CheckpointIn(_folder["language"], "last"), "second"), (_folder["first"], "third"),
        })
        {
            var (code, output, errors) = Train(nameof(OwnTuned), run, [.. Reviews(), "--from", from]);
            Assert.True(code == 0, errors);
            Assert.Contains("Texts are read with the tokens of ", errors);
            Assert.DoesNotContain("differs: ", output);
            Assert.Equal(tokens, EncoderFile.Read(_folder[run]).Encode("a long film", 99).SkipLast(1).Select(id => (int)id));
        }

        // The run is complete without the language model.
        Directory.Delete(_folder["language"], recursive: true);
        Assert.Equal(0, Cli.Run(["eval", _folder["first"], .. Here]).Code);
        Assert.Equal(0, Cli.Run("predict", _folder["first"], "--text", "a film", "--threads", "1", "--device", "cpu").Code);
    }

    [Fact]
    public void Tokens_that_are_named_or_unknown_are_left_as_they_are()
    {
        Assert.Equal(0, Train(nameof(OwnTuned), "first", Reviews()).Code);
        var (code, _, errors) = Train(nameof(OwnTuned), "named", [.. Reviews(), "--from", _folder["first"], "--tokenizer", "bpe"]);
        Assert.Equal(0, code);
        Assert.DoesNotContain("tokens of", errors);
        Assert.IsType<TokenizerEncoder>(EncoderFile.Read(_folder["named"]));

        File.Delete(Path.Combine(_folder["first"], EncoderFile.FileName));
        Assert.Contains(
            "says how text became its ids. Texts are read as bytes",
            Train(nameof(OwnTuned), "unknown", [.. Reviews(), "--from", _folder["first"]]).Errors);
    }

    private string[] Reviews()
    {
        File.WriteAllText(
            _folder["reviews.csv"],
            "text,sentiment\n" + string.Concat(Enumerable.Range(0, 60).Select(row => $"film {row},{(row % 2 == 0 ? "neg" : "pos")}\n")));
        return ["--data", _folder["reviews.csv"], "--text", "text", "--label", "sentiment"];
    }

    private string[] Here => ["--cache", _folder["cache"], "--device", "cpu", "--threads", "1"];

    private static string Lines(string text, int count) => string.Concat(Enumerable.Range(0, count).Select(line => $"{text}{line}\n"));

    private (int Code, string Output, string Errors) Train(string name, string run, params string[] args) =>
        Cli.Run(["train", name, "--out", _folder[run], "--batch-size", "8", "--max-steps", "2", .. Here, .. args]);
}
