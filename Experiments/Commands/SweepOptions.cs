using CommandLine;
using SerpentDsl.Experiments.Results;
using SerpentDsl.Experiments.Sweeps;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>sweep</c>: trains a grid of architectures, options and seeds.</summary>
[Verb("sweep", HelpText = "Train a grid of architectures, options and seeds, each in a process of its own.")]
internal sealed class SweepOptions : SweepingOptions, ICommandOptions
{
    [Value(0, MetaName = "FILE", Required = true, Hidden = true)]
    public string File { get; set; } = "";

    [Option("out", HelpText = "Folder of its runs and logs (default: the sweep's name below runs/).")]
    public string? Out { get; set; }

    [Option("dry-run", HelpText = "Only list the trainings.")]
    public bool DryRun { get; set; }

    public int Execute(CommandContext context)
    {
        var sweep = SweepFile.Load(File, context.Catalogue);
        string folder = Out ?? Path.Combine(RunStore.DefaultFolder, sweep.Name);
        if (DryRun)
        {
            foreach (SweepMember member in sweep.Members)
            {
                context.Terminal.Output.WriteLine($"{CommandNames.Runner} {string.Join(' ', member.Call.Arguments(member.Seed))} --out {Path.Combine(folder, member.Title)}");
            }

            return ExitCode.Success;
        }

        context.Terminal.Console.MarkupLineInterpolated($"[bold]{sweep.Name}[/] [grey]{Text.Count(sweep.Members.Count)} trainings in {folder}[/]");
        return Train(sweep.Members, folder, context);
    }
}
