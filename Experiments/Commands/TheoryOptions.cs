using System.Globalization;
using CommandLine;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Reports;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Theory;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>theory</c>: checks a statement of the paper numerically.</summary>
[Verb("theory", HelpText = "Check Proposition 1 of the paper on random systems and on a model's layers.")]
internal sealed class TheoryOptions : ICommandOptions
{
    private const string Proposition = "proposition1";
    private const int MostLength = 1_000_000;

    [Value(0, MetaName = "STATEMENT", Hidden = true)]
    public string? Statement { get; set; }

    [Value(1, MetaName = "RUN_OR_NAME", Hidden = true)]
    public string? Source { get; set; }

    [Option("length", Default = 64, HelpText = "Length of the sequence.")]
    public int Length { get; set; }

    [Option("seed", Default = 1L, HelpText = "Seed of the random systems, the sequence, and the parameters of an untrained model.")]
    public long Seed { get; set; }

    [Option("html", MetaValue = "FILE", HelpText = "Also write a web page with plots.")]
    public string? Html { get; set; }

    [Option("json", HelpText = "Print a JSON array.")]
    public bool Json { get; set; }

    public int Execute(CommandContext context)
    {
        if (Statement is null)
        {
            throw new UsageException($"'theory' needs a STATEMENT: {Proposition}.");
        }

        if (Statement != Proposition)
        {
            throw new UsageException(NearestNames.Explain($"There is no statement '{Statement}'.", Statement, [Proposition]));
        }

        if (Length < 3)
        {
            throw new UsageException($"--length is {Length}; it must be at least 3, because one element between two others is left out.");
        }

        if (Length > MostLength)
        {
            throw new UsageException($"--length is {Length}; it must be at most {MostLength}.");
        }

        var (origin, layers) = Source is null ? (null, []) : OfModel(Source, context);
        Proposition1Summary[] summaries = [.. RandomSystems.Draw((ulong)Seed, Length).Concat(layers).Select(Proposition1Summary.Of)];
        if (Json)
        {
            context.Terminal.WriteJson(summaries);
        }
        else
        {
            Report(context.Terminal.Console, origin, summaries);
        }

        if (Html is not null)
        {
            Proposition1Page.Write(Html, origin, summaries);
            context.Terminal.Note($"The plots are in {Html}.");
        }

        return ExitCode.Success;
    }

    private (string Origin, IReadOnlyList<SystemGroup> Layers) OfModel(string source, CommandContext context)
    {
        using var model = ModelSource.Open(source, Seed, context.Catalogue);
        var vocabulary = model.Architecture.Head switch
        {
            ClassifierHeadSpec head => head.Vocabulary,
            PairClassifierHeadSpec head => head.Vocabulary,
            LanguageModelHeadSpec head => head.Vocabulary,
            _ => throw new UsageException(
                $"{model.Architecture.Name} is declared [{model.Architecture.Head.Kind}], which reads no tokens."),
        };
        var random = new Xoshiro256((ulong)Seed);
        var length = Math.Min(Length, model.Architecture.Head.MaxLength);
        int[] tokens = [.. Enumerable.Range(0, length).Select(_ => random.NextBelow(vocabulary))];
        var layers = LayerSystems.Of(model.Model.Module, () => model.Run(tokens));
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
