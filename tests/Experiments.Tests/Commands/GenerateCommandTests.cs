using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Commands;

public sealed class GenerateCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_trained_language_model_goes_on_from_a_prompt()
    {
        var run = _folder["run"];
        var (code, output, errors) = Cli.Run(
            "train", nameof(TinyLanguage), "--max-steps", "60", "--out", run, "--threads", "1");
        Assert.True(code == ExitCode.Success, errors);
        Assert.Contains("perplexity", output);
        (code, output, errors) = Cli.Run("eval", run, "--split", "test", "--threads", "1");
        Assert.True(code == ExitCode.Success, errors);
        Assert.Contains("top five", output);

        string[] texts = [.. Enumerable.Range(0, 2).Select(_ =>
        {
            (code, output, errors) = Cli.Run("generate", run, "--prompt", "345", "--tokens", "20", "--seed", "3", "--threads", "1");
            Assert.True(code == ExitCode.Success, errors);
            return output.Trim();
        })];
        Assert.Matches("^345[0-9]{20}$", texts[0]);
        Assert.Equal(texts[0], texts[1]);
        Assert.Contains("20 tokens", errors);
    }

    [Theory]
    [InlineData("--temperature", "-1", "--temperature is -1")]
    [InlineData("--top-k", "-2", "--top-k is -2")]
    [InlineData("--tokens", "0", "--tokens is 0")]
    [InlineData("--prompt", "letters", "--prompt has no tokens")]
    public void Bad_options_are_named(string option, string value, string message)
    {
        var (code, _, errors) = Cli.Run("generate", nameof(TinyLanguage), option, value);
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains(message, errors);
    }

    [Fact]
    public void A_classifier_writes_no_text()
    {
        var (code, _, errors) = Cli.Run("generate", nameof(MeanMajority));
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("[LanguageModel]", errors);
    }
}
