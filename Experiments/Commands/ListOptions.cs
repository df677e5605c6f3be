using CommandLine;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Descriptions;
using SerpentDsl.Experiments.Output;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>list</c>: lists the declared architectures.</summary>
[Verb("list", HelpText = "List the declared architectures.")]
internal sealed class ListOptions : ICommandOptions
{
    [Option("json", HelpText = "Print a JSON array.")]
    public bool Json { get; set; }

    public int Execute(CommandContext context)
    {
        var all = context.Catalogue.All;
        if (Json)
        {
            context.Terminal.WriteJson(all.Select(ArchitectureJson.Of).ToArray());
            return ExitCode.Success;
        }

        if (all.Count == 0)
        {
            context.Terminal.Console.WriteLine("No architecture is declared. A partial class with a head such as [SequenceClassifier], "
                + "[Backbone] and a branch becomes one.");
            return ExitCode.Success;
        }

        var table = Tables.Plain();
        table.AddColumn("architecture").AddColumn("task").AddColumn(Tables.Number("parameters"))
            .AddColumn(Tables.Number("longest")).AddColumn("quick form");
        foreach (var spec in all)
        {
            table.AddRow(
                $"[bold]{Markup.Escape(spec.Name)}[/]",
                Markup.Escape(spec.Recipe?.Task.Name ?? "-"),
                Figures.Count(spec.Parameters),
                Figures.Count(spec.Head.MaxLength),
                Markup.Escape(spec.Recipe?.Quick?.Name ?? "-"));
        }

        context.Terminal.Console.Write(table);
        return ExitCode.Success;
    }
}
