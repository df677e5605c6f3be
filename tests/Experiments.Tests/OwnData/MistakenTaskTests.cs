using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.OwnData;

/// <summary>A task's own mistakes are found before anything is trained, in the words of <c>data check</c>.</summary>
public sealed class MistakenTaskTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(nameof(LabelsFromOne), "Row 2 of train has the class 3; classes are 0 … 2.")]
    [InlineData(nameof(TokenBeyond), "Row 4 of train has the token 200; ids are 0 … 9.")]
    [InlineData(nameof(EmptyRows), "Row 4 of train has a sequence of 0 tokens; lengths are 1 … 12.")]
    [InlineData(nameof(LongRows), "Row 4 of train has a sequence of 13 tokens; lengths are 1 … 12.")]
    [InlineData(nameof(LoadsNothing), "LoadsNothing.Load returned null.")]
    [InlineData(nameof(LoadFails), "LoadFails.Load failed: no such key (KeyNotFoundException).")]
    [InlineData(nameof(NoRows), "There are no rows in validation.")]
    [InlineData(nameof(CannotBeMade), "CannotBeMade cannot be made: the database is down (InvalidOperationException).")]
    public void Training_says_what_the_check_says(string task, string message)
    {
        foreach (var args in new[]
        {
            new[] { "train", $"On{task}", "--out", _folder["run"], "--device", "cpu" }, ["data", "check", task],
        })
        {
            var (code, _, errors) = Cli.Run([.. args, "--cache", _folder["cache"]]);
            Assert.Contains(message, errors);
            Assert.DoesNotContain("   at ", errors);
            Assert.Equal(1, code);
        }

        Assert.False(Directory.Exists(_folder["run"]));
    }

    [Fact]
    public void A_task_that_cannot_be_made_does_not_break_the_others()
    {
        var (code, output, errors) = Cli.Run("data");
        Assert.Equal(0, code);
        Assert.Contains(nameof(LabelsFromOne), output);
        Assert.Contains("CannotBeMade cannot be made: the database is down", errors);
        Assert.Equal(0, Cli.Run("list").Code);
        Assert.Equal(0, Cli.Run("data", "check", "Majority").Code);
    }
}
