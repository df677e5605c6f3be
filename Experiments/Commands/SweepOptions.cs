using CommandLine;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Sweeps;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>sweep</c>: trains a grid of architectures, options and seeds.</summary>
[Verb("sweep", HelpText = "Train every combination of architectures, options and seeds that a JSON file lists.")]
internal sealed class SweepOptions : SweepingOptions, ICommandOptions
{
    [Value(0, MetaName = "FILE", Required = true, Hidden = true)]
    public string File { get; set; } = "";

    [Option("out", MetaValue = "FOLDER", HelpText = "Folder for runs and logs (default: runs/ and the sweep's name).")]
    public string? Out { get; set; }

    [Option("dry-run", HelpText = "List the commands without running them.")]
    public bool DryRun { get; set; }

    public int Execute(CommandContext context)
    {
        var sweep = SweepFile.Load(File, context.TrainCalls);
        var folder = Out ?? Path.Combine(RunStore.DefaultFolder, sweep.Name);
        if (DryRun)
        {
            foreach (var member in sweep.Members)
            {
                context.Terminal.Output.WriteLine($"{RunnerCommand.Prefix} {string.Join(' ', member.Call.Arguments(member.Seed))} --out "
                    + $"{Path.Combine(folder, member.Title)}");
            }

            return ExitCode.Success;
        }

        context.Terminal.Console.MarkupLineInterpolated(
            $"[bold]{sweep.Name}[/] [grey]{Figures.Count(sweep.Members.Count)} trainings in {folder}[/]");
        return Train(sweep.Members, folder, context);
    }
}
