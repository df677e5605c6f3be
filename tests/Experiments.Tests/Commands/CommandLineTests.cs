using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Tests.Models;

namespace SerpentDsl.Experiments.Tests.Commands;

public class CommandLineTests
{
    [Fact]
    public void Help_goes_to_the_output()
    {
        var (code, output, errors) = Cli.Run("--help");
        Assert.Equal((0, ""), (code, errors));
        Assert.All(
            ["list", "describe", "train", "resume", "eval", "data", "theory", "inspect"], verb => Assert.Contains($"  {verb} ", output));
        (code, output, _) = Cli.Run("train", "--help");
        Assert.Equal(0, code);
        Assert.All(
            ["--out", "--max-steps", "--epochs", "--batch-size", "--seed", "--device", "--threads", "--quick"],
            option => Assert.Contains(option, output));
    }

    [Fact]
    public void No_command_at_all_is_answered_with_the_help()
    {
        var (code, output, _) = Cli.Run();
        Assert.Equal(2, code);
        Assert.Contains("describe", output);
    }

    [Fact]
    public void The_version_can_be_asked() => Assert.Matches(@"^serpent \d+\.\d+\.\d+\s*$", Cli.Run("--version").Output);

    [Theory]
    [InlineData("There is no command 'trian'. Did you mean train?", "trian")]
    [InlineData("There is no option '--stepz'.", "train", "MeanMajority", "--stepz", "3")]
    [InlineData("--max-steps is 'many'; it must be a whole number", "train", "MeanMajority", "--max-steps", "many")]
    [InlineData("'NAME' is missing", "train")]
    [InlineData("There is no architecture 'MeanMajorty'. Did you mean MeanMajority", "train", "MeanMajorty")]
    [InlineData("There is no architecture 'xyzzyxyzzy'. There are", "describe", "xyzzyxyzzy")]
    [InlineData("--max-steps is 0; it must be at least 1", "train", "MeanMajority", "--max-steps", "0")]
    [InlineData("--epochs is -1; it must be at least 1", "train", "MeanMajority", "--epochs", "-1")]
    [InlineData("--batch-size is 0", "train", "MeanMajority", "--batch-size", "0")]
    [InlineData("--batch-size is 641; it must be at most the 640 training rows", "train", "MeanMajority", "--batch-size", "641")]
    [InlineData("--threads is 0", "train", "MeanMajority", "--threads", "0")]
    [InlineData("--learning-rate is 0", "train", "MeanMajority", "--learning-rate", "0")]
    [InlineData("--accumulate is 0", "train", "MeanMajority", "--accumulate", "0")]
    [InlineData("--accumulate is 33; it must be at most the batch size of 32", "train", "MeanMajority", "--accumulate", "33")]
    [InlineData("--ema-decay is 1; it must be at least 0 (no average) and below 1", "train", "MeanMajority", "--ema-decay", "1")]
    [InlineData("--device is 'gpu'; it must be cpu, cuda or cuda:N", "train", "MeanMajority", "--device", "gpu")]
    [InlineData("--device is 'cuda:x'", "train", "MeanMajority", "--device", "cuda:x")]
    [InlineData("--device is 'cuda:99', but", "train", "MeanMajority", "--device", "cuda:99")]
    [InlineData("has no quick form", "train", "DropoutMajority", "--quick")]
    [InlineData("declares no [Recipe]", "train", "WithoutRecipe")]
    [InlineData("Misfit does not fit Majority", "train", "Misfit")]
    [InlineData("needs the NAME of an architecture or --environment", "describe")]
    [InlineData("needs the NAME of an architecture or --environment", "describe", "MeanMajority", "--environment")]
    [InlineData("needs the folder of a RUN", "eval")]
    [InlineData("There is no run nowhere", "eval", "nowhere")]
    [InlineData("There is no checkpoint nothing.safetensors", "eval", "--checkpoint", "nothing.safetensors")]
    [InlineData("--split is 'all'", "eval", "somewhere", "--split", "all")]
    [InlineData("'theory' needs a STATEMENT: proposition1", "theory")]
    [InlineData("There is no statement 'proposition2'. Did you mean proposition1", "theory", "proposition2")]
    [InlineData("--length is 2; it must be at least 3", "theory", "proposition1", "--length", "2")]
    [InlineData("TinySerpent has no layer with a diagonal state matrix", "theory", "proposition1", "TinySerpent")]
    [InlineData("There is no architecture 'nowhere'", "inspect", "nowhere", "--text", "a")]
    [InlineData("No branch of MeanMajority is resampled", "inspect", "MeanMajority", "--text", "a")]
    [InlineData("WithoutRecipe declares no [Recipe]", "inspect", "WithoutRecipe", "--text", "a")]
    [InlineData(
        "The text has 25 tokens; TinySerpent reads 1 to 24",
        "inspect",
        "TinySerpent",
        "--text",
        "a b c d a b c d a b c d a b c d a b c d a b c d")]
    [InlineData(
        "--block is 7; the branches are blocks.0.branch1, blocks.1.branch1", "inspect", "TinySerpent", "--text", "a", "--block", "7")]
    [InlineData("There is no task 'ListOp'. Did you mean ListOps", "data", "ListOp")]
    [InlineData("There is no task 'Textt'. Did you mean Text", "data", "check", "Textt")]
    [InlineData("There is no action 'chek'. Did you mean check", "data", "chek", "Text")]
    [InlineData("'data prepare' needs the name of a TASK", "data", "prepare")]
    [InlineData("Majority has nothing to download", "data", "fetch", "Majority")]
    [InlineData("--from is 'ftp://mirror/'; it must be an http or https URL", "data", "fetch", "Text", "--from", "ftp://mirror/")]
    [InlineData("--from is for 'data fetch' only", "data", "prepare", "Text", "--from", "http://mirror/")]
    public void A_wrong_command_is_explained_with_code_2(string message, params string[] args)
    {
        var (code, output, errors) = Cli.Run(args);
        Assert.Contains(message, errors);
        Assert.Equal((2, ""), (code, output));
    }

    [Fact]
    public void Names_are_found_whatever_their_case_or_in_full()
    {
        Assert.Equal(0, Cli.Run("describe", "meanmajority").Code);
        Assert.Equal(0, Cli.Run("describe", typeof(MeanMajority).FullName!).Code);
    }

    [Fact]
    public void Lists_name_every_architecture()
    {
        var (code, output, _) = Cli.Run("list");
        Assert.Equal(0, code);
        Assert.All(
            [nameof(MeanMajority), nameof(DropoutMajority), nameof(WithoutRecipe), nameof(Misfit)], name => Assert.Contains(name, output));
        var listed = JsonNode.Parse(Cli.Run("list", "--json").Output)!.AsArray();
        Assert.Contains(nameof(MeanMajority), listed.Select(item => (string?)item!["name"]));
        Assert.Equal(
            listed.Select(item => (string?)item!["name"]).Order(StringComparer.Ordinal), listed.Select(item => (string?)item!["name"]));
    }

    [Fact]
    public void A_description_has_the_layers()
    {
        var (code, output, _) = Cli.Run("describe", nameof(MeanMajority));
        Assert.Equal(0, code);
        Assert.Contains("196", output);
        Assert.Contains("[B, L, 16]", output);
        Assert.Contains(
            "4 epochs of batches of 32, AdamW 0.02 with decay 0.05, cosine schedule after 10 steps of warm-up, gradients clipped at 1",
            output);

        var json = JsonNode.Parse(Cli.Run("describe", nameof(MeanMajority), "--json").Output)!;
        Assert.Equal((nameof(MeanMajority), 196, 2), ((string?)json["name"], (int)json["parameters"]!, json["layers"]!.AsArray().Count));
        Assert.Equal("embedding", (string?)json["layers"]![0]!["name"]);
        Assert.Equal(nameof(MajorityTask), (string?)json["recipe"]!["task"]);
        Assert.Equal("cosine", (string?)json["recipe"]!["schedule"]);
        Assert.Equal(nameof(DropoutMajority), (string?)json["recipe"]!["quick"]);
        Assert.Equal(24, (int)json["head"]!["maxLength"]!);
    }

    [Fact]
    public void The_machine_can_be_described()
    {
        var (code, output, _) = Cli.Run("describe", "--environment");
        Assert.Equal(0, code);
        Assert.All(["libtorch", "threads", "allocator", "devices", "processor"], name => Assert.Contains(name, output));
        var json = JsonNode.Parse(Cli.Run("describe", "--environment", "--json").Output)!;
        Assert.Matches(@"^\d+\.\d+\.\d+", (string?)json["torchSharp"]);
        Assert.Matches(@"^\d+\.\d+", (string?)json["libtorch"]);
        Assert.True((int)json["threads"]! >= 1);
    }

    [Fact]
    public void Tasks_are_listed_and_described()
    {
        Assert.All(
            ["ListOps", "ShortListOps", "MediumListOps", "LongListOps", "Majority", "Text", "Retrieval", "WikiText2"],
            name => Assert.Contains(name, Cli.Run("data").Output));
        var (code, output, _) = Cli.Run("data", "majority");
        Assert.Equal(0, code);
        Assert.Contains("640", output);
        Assert.Contains("first token only", output);
    }
}
