using CommandLine;
using SerpentDsl.Experiments.Displays;
using SerpentDsl.Experiments.Sweeps;

namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>Options of every command that trains in other processes.</summary>
internal abstract class SweepingOptions : DataFolderOptions
{
    [Option("jobs", Default = 1, HelpText = "How many trainings run at the same time; they share the cores evenly.")]
    public int Jobs { get; set; }

    /// <summary>Trains the members that have no finished run yet.</summary>
    /// <returns>The exit code.</returns>
    protected int Train(IReadOnlyList<SweepMember> members, string folder, CommandContext context)
    {
        var (data, cache) = ResolveFolders();
        var runner = new SweepRunner(folder, RunnerProcess.OfThisProgram(), Jobs)
        {
            Extra = [.. Given("--data", data), .. Given("--cache", cache)],
        };
        return new SweepDisplay(context.Terminal).Run(runner, members, context.Cancellation);
    }

    private static string[] Given(string option, string? value) => value is null ? [] : [option, value];
}
