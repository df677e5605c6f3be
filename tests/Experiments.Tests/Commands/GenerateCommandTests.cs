using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Generation;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Tasks;
using SerpentDsl.Testing;
using TorchSharp;

namespace SerpentDsl.Experiments.Tests.Commands;

public sealed class GenerateCommandTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static string Ok(params string[] args)
    {
        var (code, output, errors) = Cli.Run(args);
        Assert.True(code == ExitCode.Success, errors);
        return output;
    }

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

    [Fact]
    public void Several_prompts_are_continued_each_as_alone()
    {
        var file = _folder["prompts.txt"];
        File.WriteAllText(file, "1\n\n27182818284590\n");
        string[] prompts = ["345", "1", "27182818284590"];
        string[] options = ["--tokens", "12", "--temperature", "0", "--threads", "1"];
        string[] alone = [.. prompts.Select(prompt => Ok(["generate", nameof(TinyLanguage), "--prompt", prompt, .. options]).Trim())];
        Assert.All(alone.Zip(prompts), pair => Assert.Matches($"^{pair.Second}[0-9]{{12}}$", pair.First));
        Assert.Equal(
            $"[1 of 3]\n{alone[0]}\n\n[2 of 3]\n{alone[1]}\n\n[3 of 3]\n{alone[2]}\n",
            Ok(["generate", "--prompt", "345", nameof(TinyLanguage), "--prompts", file, .. options]).ReplaceLineEndings("\n"));

        var json = _folder["prompts.jsonl"];
        File.WriteAllText(json, "\"345\"\n{\"prompt\": \"1\", \"id\": 7}\n");
        string[] lines =
        [
            .. Ok(["generate", nameof(TinyLanguage), "--prompts", json, "--prompt=27182818284590", "--json", .. options])
                .Split('\n', StringSplitOptions.RemoveEmptyEntries),
        ];
        Assert.Equal(3, lines.Length);
        Assert.Equal($$"""{"prompt":"345","text":"{{alone[0][3..]}}","tokens":12,"finish":"length"}""", lines[1].TrimEnd());
    }

    [Fact]
    public void Stops_end_a_text_and_a_penalty_changes_it()
    {
        string[] options = ["--tokens", "40", "--temperature", "0", "--threads", "1", "--prompt", "345"];
        var whole = Ok(["generate", nameof(TinyLanguage), .. options]).Trim();
        var stop = whole.Substring(10, 2);
        Assert.Equal(
            whole[..(3 + whole[3..].IndexOf(stop, StringComparison.Ordinal))],
            Ok(["generate", nameof(TinyLanguage), .. options, "--stop", "x", "--stop", stop]).Trim());
        Assert.NotEqual(whole, Ok(["generate", nameof(TinyLanguage), .. options, "--repetition-penalty", "5"]).Trim());
        string[] warm = ["--tokens", "40", "--temperature", "1", "--threads", "1", "--prompt", "345"];
        Assert.Equal(whole, Ok(["generate", nameof(TinyLanguage), .. warm, "--top-p", "0.000001"]).Trim());
    }

    [Fact]
    public void A_run_with_a_tokenizer_needs_neither_recipe_nor_data()
    {
        var run = _folder["imported"];
        torch.manual_seed(8);
        using var model = new TinyMambaLm();
        using (var folder = RunFolder.Create(run))
        {
            folder.WriteConfiguration(new { Architecture = new { Name = nameof(TinyMambaLm) } });
            CheckpointFile.Write(folder.LastCheckpoint, new Checkpoint(typeof(TinyMambaLm).FullName!, 0, 0, null), model);
        }

        var (code, _, errors) = Cli.Run("generate", run, "--prompt", "a");
        Assert.Equal(ExitCode.Usage, code);
        Assert.Contains("has no tokenizer.json", errors);

        // Eleven tokens, and an embedding of sixteen: the ids of the padding are never drawn.
        File.WriteAllText(Path.Combine(run, "tokenizer.json"), """
            {"version":"1.0","truncation":null,"padding":null,"normalizer":null,"pre_tokenizer":null,"post_processor":null,
            "decoder":{"type":"Fuse"},"added_tokens":[{"id":10,"content":"<end>","single_word":false,"lstrip":false,"rstrip":false,
            "normalized":false,"special":true}],"model":{"type":"BPE","merges":[],"vocab":{"a":0,"b":1,"c":2,"d":3,"e":4,"f":5,"g":6,
            "h":7,"i":8,"é":9}}}
            """);
        var text = Ok("generate", run, "--prompt", "abé", "--tokens", "300", "--temperature", "3", "--top-k", "0", "--threads", "1");
        Assert.Matches("^abé[a-ié]+$", text.Trim());

        File.WriteAllText(Path.Combine(run, "tokenizer_config.json"), """{"eos_token": "c"}""");
        Assert.Equal(
            text.Trim()[..text.IndexOf('c')],
            Ok("generate", run, "--prompt", "abé", "--tokens", "300", "--temperature", "3", "--top-k", "0", "--threads", "1").Trim());

        File.WriteAllText(Path.Combine(run, "tokenizer.json"), "{");
        (code, _, errors) = Cli.Run("generate", run, "--prompt", "a");
        Assert.Equal(ExitCode.Failure, code);
        Assert.Contains("cannot be read as a tokenizer", errors);
    }

    [Fact]
    public void The_tokenizer_of_a_language_task_is_kept_in_the_run()
    {
        Assert.Null(RunTokenizer.Find(_folder.Path));
        var tokenizer = BytePairTrainer.Train(["the owl the owl the"u8.ToArray()], 260, lineByLine: true);
        EncoderFile.Write(_folder.Path, tokenizer);
        Assert.Equal(tokenizer.Encode("the owls\nhoot"), RunTokenizer.Find(_folder.Path)!.Encode("the owls\nhoot"));
    }

    [Fact]
    public void A_task_needs_no_recipe()
    {
        var (code, output, errors) = Cli.Run(
            "generate", nameof(TinyMambaLm), "--task", "Counting", "--prompt", "12", "--tokens", "9", "--threads", "1");
        Assert.True(code == ExitCode.Success, errors);
        Assert.Matches("^12[0-9]{9}$", output.Trim());
    }

    [Fact]
    public void Prompts_that_cannot_be_read_are_named()
    {
        AssertUsage("which is no file", "--prompts", _folder["missing.txt"]);
        File.WriteAllText(_folder["empty.txt"], "\n\n");
        AssertUsage("has no prompts", "--prompts", _folder["empty.txt"]);
        File.WriteAllText(_folder["bad.jsonl"], "\"1\"\n{\"text\": 1}\n");
        AssertUsage("bad.jsonl, line 2: there is no prompt", "--prompts", _folder["bad.jsonl"]);
        File.WriteAllText(_folder["bad.jsonl"], "\"1\n");
        AssertUsage("bad.jsonl, line 1 is not valid JSON", "--prompts", _folder["bad.jsonl"]);
        File.WriteAllBytes(_folder["bytes.txt"], [0x31, 0xFF, 0xFE]);
        AssertUsage("is not UTF-8", "--prompts", _folder["bytes.txt"]);
        AssertUsage("'letters'", "--prompt", "1", "--prompt", "letters");
        AssertUsage("--stop is empty", "--stop", "");

        static void AssertUsage(string message, params string[] options)
        {
            var (code, _, errors) = Cli.Run(["generate", nameof(TinyLanguage), .. options]);
            Assert.Equal(ExitCode.Usage, code);
            Assert.Contains(message, errors);
        }
    }

    [Theory]
    [InlineData("--temperature", "-1", "--temperature is -1")]
    [InlineData("--top-p", "0", "--top-p is 0")]
    [InlineData("--top-p", "1.5", "--top-p is 1.5")]
    [InlineData("--repetition-penalty", "0", "--repetition-penalty is 0")]
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
