using System.Globalization;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Reports;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Theory;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands.Statements;

/// <summary><c>theory proposition1</c>: Proposition 1 of SeRpEnt on random systems, and on the layers of a model.</summary>
internal static class Proposition1Statement
{
    private const int MostLength = 1_000_000;

    /// <summary>Computes, prints and writes what the options ask for.</summary>
    /// <exception cref="UsageException">The length is out of range, or the model has no layer that the proposition applies to.</exception>
    public static void Run(TheoryOptions options, CommandContext context)
    {
        var length = options.Length ?? TheoryOptions.UsualLength;
        if (length < 3)
        {
            throw new UsageException($"--length is {length}; it must be at least 3, because one element between two others is left out.");
        }

        if (length > MostLength)
        {
            throw new UsageException($"--length is {length}; it must be at most {MostLength}.");
        }

        var (origin, layers) = options.Source is null ? (null, []) : OfModel(options.Source, options.Seed, length, context);
        Proposition1Summary[] summaries =
            [.. RandomSystems.Draw((ulong)options.Seed, length).Concat(layers).Select(Proposition1Summary.Of)];
        if (options.Json)
        {
            context.Terminal.WriteJson(summaries);
        }
        else
        {
            Report(context.Terminal.Console, origin, summaries);
        }

        if (options.Html is not null)
        {
            Proposition1Page.Write(options.Html, origin, summaries);
            context.Terminal.Note($"The plots are in {options.Html}.");
        }
    }

    private static (string Origin, IReadOnlyList<SystemGroup> Layers) OfModel(string source, long seed, int length, CommandContext context)
    {
        using var model = ModelSource.Open(source, seed, context.Catalogue);
        var vocabulary = model.Architecture.Head switch
        {
            ClassifierHeadSpec head => head.Vocabulary,
            PairClassifierHeadSpec head => head.Vocabulary,
            LanguageModelHeadSpec head => head.Vocabulary,
            _ => throw new UsageException(
                $"{model.Architecture.Name} is declared [{model.Architecture.Head.Kind}], which reads no tokens."),
        };
        var random = new Xoshiro256((ulong)seed);
        length = Math.Min(length, model.Architecture.Head.MaxLength);
        int[] tokens = [.. Enumerable.Range(0, length).Select(_ => random.NextBelow(vocabulary))];
        var layers = LayerSystems.Of(model.Model.Module, () => model.Read(tokens));
        return layers.Count > 0
            ? ($"{model.Architecture.Name}, {model.Origin}, over {Figures.Count(tokens.Length)} random tokens", layers)
            : throw new UsageException($"{model.Architecture.Name} has no layer with a diagonal state matrix, to which the proposition "
                + "applies. Name a model with S4D, S5 or Mamba layers.");
    }

    private static void Report(IAnsiConsole console, string? origin, IReadOnlyList<Proposition1Summary> summaries)
    {
        console.MarkupLine("[bold]Proposition 1[/] [grey]leaving out the middle element, of interval Δ, changes the last state by Θ(Δ)[/]");
        if (origin is not null)
        {
            console.MarkupLineInterpolated($"[grey]{origin}[/]");
        }

        var table = Tables.Plain();
        table.AddColumn("systems").AddColumn("kind").AddColumn(Tables.Number("states")).AddColumn(Tables.Number("identity"));
        foreach (var interval in summaries[0].Intervals)
        {
            table.AddColumn(Tables.Number(string.Create(CultureInfo.InvariantCulture, $"Δ {interval:0.######}")));
        }

        table.AddColumn(Tables.Number("slope"));
        foreach (var summary in summaries)
        {
            table.AddRow(
            [
                $"[bold]{Markup.Escape(summary.Name)}[/]",
                $"[grey]{Markup.Escape(summary.Kind)}[/]",
                summary.Systems == 1
                    ? Figures.Count(summary.States)
                    : $"{Figures.Count(summary.Systems)} x {Figures.Count(summary.States)}",
                Figures.Rate(summary.IdentityError),
                .. summary.Ratios.Select(ratio => ratio.ToString("0.00000", CultureInfo.InvariantCulture)),
                summary.Slope.ToString("0.00000", CultureInfo.InvariantCulture),
            ]);
        }

        console.Write(table);
        console.MarkupLine("[grey]identity: largest relative deviation of the last state from the closed form. Under Δ: the change "
            + "divided by Δ, relative to its limit. slope: of log change over log Δ.[/]");
        console.MarkupLine("[grey]Of several systems, the table shows the one furthest from its limit at the largest Δ.[/]");
    }
}
