using System.Globalization;
using CommandLine;
using SerpentDsl.Specs;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>describe</c>: an architecture as declared, or the machine.</summary>
[Verb("describe", HelpText = "Structure, shapes, parameters and cost of an architecture; or this machine.")]
internal sealed class DescribeOptions : ICommandOptions
{
    [Value(0, MetaName = "NAME", Hidden = true)]
    public string? Name { get; set; }

    [Option("environment", HelpText = "Describe this machine instead: libtorch, threads, allocator, devices.")]
    public bool Environment { get; set; }

    [Option("json", HelpText = "For programs: a JSON object.")]
    public bool Json { get; set; }

    public int Execute(CommandContext context)
    {
        if (Environment == Name is not null)
        {
            throw new UsageException("'describe' takes either the NAME of an architecture or --environment.");
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

        IAnsiConsole console = terminal.Console;
        long flops = spec.Layers.Sum(layer => layer.Flops);
        console.MarkupLineInterpolated($"[bold]{spec.Name}[/] [grey]{spec.FullName}[/]");
        console.WriteLine();
        console.Write(Tables.Pairs(
        [
            ("head", HeadText.Of(spec.Head)),
            ("parameters", Text.Count(spec.Parameters)),
            ("cost", $"{Text.Quantity(flops, "FLOP")} forward for a sequence of {Text.Count(spec.Head.MaxLength)}, {Text.Quantity((double)flops / spec.Head.MaxLength, "FLOP")} a token"),
            .. RecipeOf(spec),
        ]));

        var table = Tables.Plain();
        table.AddColumn("layer").AddColumn("kind").AddColumn("reads").AddColumn("writes")
            .AddColumn(Tables.Number("times")).AddColumn(Tables.Number("parameters")).AddColumn(Tables.Number("FLOP"));
        foreach ((string name, int times, LayerSpec layer) in LayerRow.Of(spec.Layers))
        {
            table.AddRow(
                Markup.Escape(name),
                $"[grey]{Markup.Escape(layer.Kind)}[/]",
                Markup.Escape(layer.Input),
                Markup.Escape(layer.Output),
                times == 1 ? "" : Text.Count(times),
                layer.Parameters == 0 ? "[grey]-[/]" : Text.Count(layer.Parameters),
                layer.Flops == 0 ? "[grey]-[/]" : Text.Quantity(layer.Flops));
        }

        console.Write(table);
    }

    private static IEnumerable<(string Name, string Value)> RecipeOf(ArchitectureSpec spec)
    {
        if (spec.Recipe is not { } recipe)
        {
            yield return ("recipe", "none is declared");
            yield break;
        }

        string warmup = recipe.WarmupSteps > 0 ? $" after {Text.Count(recipe.WarmupSteps)} steps of warm-up" : "";
        string patience = recipe.Patience > 0 ? $", patience {recipe.Patience}" : "";
        string clip = recipe.GradientClip > 0 ? string.Create(CultureInfo.InvariantCulture, $", gradients clipped at {recipe.GradientClip}") : "";
        yield return ("task", recipe.Task.Name);
        yield return ("recipe", string.Create(
            CultureInfo.InvariantCulture,
            $"{recipe.Epochs} epochs of batches of {recipe.BatchSize}, AdamW {recipe.LearningRate} with decay {recipe.WeightDecay}, {recipe.Schedule.ToString().ToLowerInvariant()} schedule{warmup}{patience}{clip}"));
        if (recipe.Quick is { } quick)
        {
            yield return ("quick form", quick.Name);
        }
    }
}
