using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.Tests.Output;

public sealed class RunnerCommandTests
{
    [Theory]
    [InlineData(true, true, RunnerCommand.OfClone)]
    [InlineData(true, false, "serpent")]
    [InlineData(false, true, "dotnet run --")]
    [InlineData(false, false, "dotnet run --")]
    public void Messages_say_how_this_program_is_started(bool isRunner, bool isInClone, string expected) =>
        Assert.Equal(expected, RunnerCommand.Of(isRunner, isInClone));
}
