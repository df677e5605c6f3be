using CommandLine;
using SerpentDsl.Tasks;
using SerpentDsl.Experiments.Sweeps;

namespace SerpentDsl.Experiments.Commands;

/// <summary>Options of every command that trains in other processes.</summary>
internal abstract class SweepingOptions
{
    [Option("jobs", Default = 1, HelpText = "Trainings at once; they share the cores evenly.")]
    public int Jobs { get; set; }

    [Option("data", HelpText = "Folder of data files of your own (default: $SERPENT_DATA).")]
    public string? Data { get; set; }

    [Option("cache", HelpText = "Folder for data made here (default: $SERPENT_CACHE, else the user's cache).")]
    public string? Cache { get; set; }

    /// <summary>Trains what is not trained yet.</summary>
    /// <returns>The exit code.</returns>
    protected int Train(IReadOnlyList<SweepMember> members, string folder, CommandContext context)
    {
        if (Jobs < 1)
        {
            throw new UsageException($"--jobs is {Jobs}; it is at least 1.");
        }

        var runner = new SweepRunner(folder, RunnerProcess.OfThisProgram(), Jobs)
        {
            Extra = [.. Given("--data", DataFolders.Data(Data)), .. Given("--cache", DataFolders.Cache(Cache))],
        };
        return new SweepDisplay(context.Terminal).Run(runner, members, context.Cancellation);
    }

    private static string[] Given(string option, string? value) => value is null ? [] : [option, value];
}
