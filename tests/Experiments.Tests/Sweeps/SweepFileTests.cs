using System.Text;
using SerpentDsl.Experiments.Sweeps;
using SerpentDsl.Experiments.Tests.Commands;

namespace SerpentDsl.Experiments.Tests.Sweeps;

public sealed class SweepFileTests
{
    private static SweepFile Read(string text) => SweepFile.Read("sweep.json", Encoding.UTF8.GetBytes(text), Cli.TrainCalls);

    [Fact]
    public void A_grid_is_architectures_by_variants_by_seeds()
    {
        var sweep = Read("""
            {
              // Comments are allowed.
              "name": "rates",
              "architectures": ["MeanMajority", "DropoutMajority"],
              "seeds": [4, 5, 6],
              "options": { "max-steps": 10, "learning-rate": 0.5 },
              "variants": [ { "learning-rate": 1e-2 }, { "task": "Majority", "batch-size": 8 } ],
            }
            """);
        Assert.Equal(("rates", 12), (sweep.Name, sweep.Members.Count));
        Assert.Equal(12, sweep.Members.Select(member => member.Title).Distinct().Count());
        Assert.Equal("MeanMajority-v1-seed5", sweep.Members[1].Title);
        Assert.Equal(
            ["train", "MeanMajority", "--seed", "5", "--learning-rate", "1e-2", "--max-steps", "10"], sweep.Members[1].Call.Arguments(5));
        Assert.Equal(4, sweep.Members.Select(member => member.Recipe).Distinct().Count());
    }

    [Fact]
    public void One_architecture_is_enough() =>
        Assert.Equal(1, Assert.Single(Read("{ \"name\": \"x\", \"architectures\": [\"MeanMajority\"] }").Members).Seed);

    [Theory]
    [InlineData("{ \"name\": \"x\",\n  \"architecture\": [\"MeanMajority\"] }", "sweep.json (2, 3): 'architecture' is not known here. "
        + "Did you mean architectures? Allowed are name, architectures, seeds, options, variants.")]
    [InlineData(
        "{ \"name\": \"x\", \"architectures\": [\"MeanMajorty\"] }",
        "(1, 34): There is no architecture 'MeanMajorty'. Did you mean MeanMajority?")]
    [InlineData("{ \"name\": \"x\", \"architectures\": [\"WithoutRecipe\"] }", "(1, 34): WithoutRecipe declares no [Recipe]")]
    [InlineData("{ \"name\": \"x\", \"architectures\": [] }", "(1, 33): the list is empty")]
    [InlineData("{ \"name\": \"x\" }", "(1, 1): 'architectures' is missing")]
    [InlineData("{ \"name\": \"a/b\", \"architectures\": [\"MeanMajority\"] }", "(1, 11): a name may contain only letters")]
    [InlineData("{ \"name\": \"x\", \"architectures\": [\"MeanMajority\"], \"seeds\": [1, 1] }", "a seed occurs twice")]
    [InlineData("{ \"name\": \"x\", \"architectures\": [\"MeanMajority\"], \"seeds\": [1.5] }", "(1, 61): 1.5 is not a whole number")]
    [InlineData("{ \"name\": \"x\", \"architectures\": [\"MeanMajority\"], \"seeds\": 3 }", "(1, 60): a list [ … ] is needed here")]
    [InlineData("{ \"name\": \"x\", \"architectures\": [\"MeanMajority\", \"MeanMajority\"] }", "two of its trainings are the same")]
    [InlineData("{ \"name\": \"x\", \"name\": \"y\", \"architectures\": [\"MeanMajority\"] }", "(1, 16): 'name' occurs twice")]
    [InlineData(
        "{ \"name\": \"x\", \"architectures\": [\"MeanMajority\"], \"options\": { \"max-step\": 3 } }",
        "'max-step' is not known here. Did you mean max-steps?")]
    [InlineData(
        "{ \"name\": \"x\", \"architectures\": [\"MeanMajority\"], \"options\": { \"max-steps\": 0 } }",
        "(1, 62): --max-steps is 0; it must be at least 1.")]
    [InlineData(
        "{ \"name\": \"x\", \"architectures\": [\"MeanMajority\"], \"options\": { \"max-steps\": \"many\" } }",
        "--max-steps is 'many'; it must be a whole number")]
    [InlineData(
        "{ \"name\": \"x\", \"architectures\": [\"MeanMajority\"], \"options\": { \"task\": \"Majorty\" } }",
        "There is no task 'Majorty'. Did you mean Majority?")]
    [InlineData(
        "{ \"name\": \"x\", \"architectures\": [\"MeanMajority\"], \"options\": { \"out\": \"here\" } }", "'out' is not known here")]
    [InlineData("{ \"name\": \"x\", ", "is not valid JSON")]
    [InlineData("", "is not valid JSON")]
    [InlineData("[]", "(1, 1): an object { … } is needed here")]
    public void What_is_wrong_is_said_with_its_place(string text, string message) =>
        Assert.Contains(message, Assert.Throws<UsageException>(() => Read(text)).Message);
}
