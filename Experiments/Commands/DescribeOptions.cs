using System.Text;
using CommandLine;
using SerpentDsl.Experiments.Cards;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Descriptions;
using SerpentDsl.Experiments.Machine;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Io;
using SerpentDsl.Specs;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>describe</c>: shows a declared architecture, or this machine.</summary>
[Verb("describe", HelpText = "Show an architecture's layers, shapes, parameters and cost, or this machine.")]
internal sealed class DescribeOptions : ICommandOptions
{
    [Value(0, MetaName = "NAME", Hidden = true)]
    public string? Name { get; set; }

    [Option("environment", HelpText = "Describe this machine instead: libtorch, threads, allocator, devices.")]
    public bool Environment { get; set; }

    [Option("json", HelpText = "Print a JSON object.")]
    public bool Json { get; set; }

    [Option("html", MetaValue = "FILE", HelpText = "Write a web page with its picture, layers, cost and recipe.")]
    public string? Html { get; set; }

    [Option("mermaid", HelpText = "Print a Mermaid diagram of it.")]
    public bool Mermaid { get; set; }

    public int Execute(CommandContext context)
    {
        if (Environment == Name is not null)
        {
            throw new UsageException("'describe' needs the NAME of an architecture or --environment, not both.");
        }

        if (new[] { Json, Mermaid, Html is not null }.Count(isSet => isSet) > 1 || (Environment && (Mermaid || Html is not null)))
        {
            throw new UsageException("--json, --mermaid and --html cannot be combined, and --environment only with --json.");
        }

        if (Environment)
        {
            DescribeMachine(context.Terminal);
        }
        else
        {
            DescribeArchitecture(context.Terminal, context.Catalogue.Find(Name!));
        }

        return ExitCode.Success;
    }

    private void DescribeMachine(Terminal terminal)
    {
        LibtorchThreads.Use(null);
        var machine = MachineReport.Take();
        if (Json)
        {
            terminal.WriteJson(machine);
        }
        else
        {
            terminal.Console.Write(Tables.Pairs(machine.ToPairs()));
        }
    }

    private void DescribeArchitecture(Terminal terminal, ArchitectureSpec spec)
    {
        if (Json)
        {
            terminal.WriteJson(ArchitectureJson.Of(spec));
            return;
        }

        if (Mermaid)
        {
            terminal.Output.Write(MermaidDiagram.Write(spec));
            return;
        }

        if (Html is not null)
        {
            AtomicFile.Write(Html, stream => stream.Write(Encoding.UTF8.GetBytes(CardPage.Write(spec))));
            terminal.Note($"The card of {spec.Name} is in {Html}.");
            return;
        }

        var console = terminal.Console;
        var flops = spec.Layers.Sum(layer => layer.Flops);
        console.MarkupLineInterpolated($"[bold]{spec.Name}[/] [grey]{spec.FullName}[/]");
        console.WriteLine();
        console.Write(Tables.Pairs(
        [
            ("head", HeadText.Of(spec.Head)),
            ("parameters", Figures.Count(spec.Parameters)),
            ("cost", $"{Figures.Quantity(flops, "FLOP")} forward for a sequence of {Figures.Count(spec.Head.MaxLength)}, "
                + $"{Figures.Quantity((double)flops / spec.Head.MaxLength, "FLOP")} a token"),
            .. FactsText.Lines(spec),
            .. ConvolutionText.Lines(spec),
            .. RecipeText.Of(spec),
            .. spec.Citations.Select(citation => ("citation", citation.Url is null ? citation.Text : $"{citation.Text} {citation.Url}")),
        ]));

        var table = Tables.Plain();
        table.AddColumn("layer").AddColumn("kind").AddColumn("reads").AddColumn("writes")
            .AddColumn(Tables.Number("times")).AddColumn(Tables.Number("parameters"))
            .AddColumn(Tables.Number("FLOP")).AddColumn(Tables.Number("bytes kept"));
        foreach (var (name, times, layer) in LayerRow.Of(spec.Layers))
        {
            table.AddRow(
                Markup.Escape(name),
                $"[grey]{Markup.Escape(layer.Kind)}[/]",
                Markup.Escape(layer.Input),
                Markup.Escape(layer.Output),
                times == 1 ? "" : Figures.Count(times),
                layer.Parameters == 0 ? "[grey]-[/]" : Figures.Count(layer.Parameters),
                Quantity(layer.Flops),
                Quantity(layer.KeptBytes));
        }

        console.Write(table);
    }

    private static string Quantity(long value) => value == 0 ? "[grey]-[/]" : Figures.Quantity(value);
}
