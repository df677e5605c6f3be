using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.FineTuning;

/// <summary>The commands of docs/guide/fine-tuning.md, on models that are declared as those of the page.</summary>
public sealed class FineTuningGuideTests
{
    [Fact]
    public void The_commands_of_the_guide_do_what_it_says()
    {
        using var folder = new TemporaryFolder();
        var page = File.ReadAllText(RepositoryRoot.Combine("docs", "guide", "fine-tuning.md"));
        string[] commands =
        [
            .. page.Split("```sh\n")[1].Split("```")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Select(line => line["serpent ".Length..]),
        ];
        Assert.Equal(3, commands.Length);
        var outputs = commands.Select(command =>
        {
            string[] args =
            [
                .. command.Replace("'", "").Replace("Writer", nameof(TinyMambaText)).Replace("Critic", nameof(TinyTuned))
                    .Replace("runs/", $"{folder.Path}/").Split(' '),
            ];
            string[] here = args[0] == "train" ? ["--max-steps", "4", "--cache", folder["cache"]] : [];
            var (code, output, errors) = Cli.Run([.. args, .. here, "--device", "cpu", "--threads", "1"]);
            Assert.True(code == 0, errors);
            return output;
        }).ToArray();

        // What the page prints, but for the path and the step.
        foreach (var line in page.Split("```text\n")[1].Split("```")[0].Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("from", StringComparison.Ordinal)))
        {
            Assert.Contains(line.Split('…')[0].TrimEnd(), outputs[1], StringComparison.Ordinal);
        }
    }
}
