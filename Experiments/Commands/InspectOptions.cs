using System.Globalization;
using CommandLine;
using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Inspection;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Reports;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Tasks;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>inspect</c>: shows the learned intervals of the tokens of a text.</summary>
[Verb("inspect", HelpText = "Show the intervals that a model learned for each token of a text.")]
internal sealed class InspectOptions : DataFolderOptions, ICommandOptions
{
    private const int WordsInSummary = 6;

    [Value(0, MetaName = "RUN_OR_NAME", Required = true, Hidden = true)]
    public string Source { get; set; } = "";

    [Option("text", Required = true, HelpText = "The text; the architecture's task turns it into tokens.")]
    public string Content { get; set; } = "";

    [Option("block", MetaValue = "N", HelpText = "The block to show, from 0 (default: the first; a page shows all).")]
    public int? Block { get; set; }

    [Option("html", MetaValue = "FILE", HelpText = "Also write a web page with pictures of all blocks.")]
    public string? Html { get; set; }

    [Option("json", HelpText = "Print a JSON object.")]
    public bool Json { get; set; }

    [Option("seed", Default = 1L, HelpText = "Seed of the parameters when NAME is an untrained architecture.")]
    public long Seed { get; set; }

    public int Execute(CommandContext context)
    {
        using var source = ModelSource.Open(Source, Seed, context.Catalogue);
        var tokens = Tokenize(source, context);
        var inspection = TextInspection.Of(source, tokens);
        inspection = Block is null ? inspection : inspection with { Branches = OfBlock(inspection, Block.Value) };
        if (Json)
        {
            context.Terminal.WriteJson(inspection);
        }
        else
        {
            Report(context.Terminal, inspection);
        }

        if (Html is not null)
        {
            InspectionPage.Write(Html, inspection);
            context.Terminal.Note($"The pictures are in {Html}.");
        }

        return ExitCode.Success;
    }

    private IReadOnlyList<TextToken> Tokenize(ModelSource source, CommandContext context)
    {
        if (source.Architecture.Recipe is not { } recipe)
        {
            throw new UsageException($"{source.Architecture.Name} declares no [Recipe], so the task that turns text into tokens is "
                + "unknown. Add a recipe with a task of texts.");
        }

        // A run may have another task than its architecture's recipe.
        var task = (string?)source.Configuration?["task"] is { } name
            ? RecipeTasks.Find(name, context.Catalogue.All)
            : RecipeTasks.Create(recipe.Task);
        var (data, cache) = ResolveFolders(source.Configuration);
        using var progress = new TaskProgressDisplay(context.Terminal);
        return TextTokens.Of(task, Content, new TaskContext(cache, data, progress), context.Cancellation);
    }

    private static InspectedBranch[] OfBlock(TextInspection inspection, int block)
    {
        var prefix = string.Create(CultureInfo.InvariantCulture, $"blocks.{block}.");
        InspectedBranch[] branches = [.. inspection.Branches.Where(branch => branch.Name.StartsWith(prefix, StringComparison.Ordinal))];
        return branches.Length > 0
            ? branches
            : throw new UsageException(
                $"--block is {block}; the branches are {string.Join(", ", inspection.Branches.Select(branch => branch.Name))}.");
    }

    private void Report(Terminal terminal, TextInspection inspection)
    {
        var console = terminal.Console;
        console.MarkupLineInterpolated($"[bold]{inspection.Architecture}[/] [grey]{inspection.Origin}[/]");
        var first = inspection.Branches[0].Name;
        InspectedBranch[] shown = [.. inspection.Branches.Where(
            branch => branch.Name[..branch.Name.LastIndexOf('.')] == first[..first.LastIndexOf('.')])];
        foreach (var branch in shown)
        {
            console.WriteLine();
            var points = $"{Figures.Count(inspection.Tokens.Count)} tokens became {Figures.Count(branch.Points)} points "
                + $"of at most {Figures.Count(branch.MostPoints)}";
            var rate = branch.RealisedRate.ToString("0.000", CultureInfo.InvariantCulture);
            var read = $"windows over {Figures.Percent(branch.Coverage)} of the tokens";
            console.MarkupLineInterpolated($"[bold]{branch.Name}[/] [grey]{branch.Declared}: {points}, realised rate {rate}, {read}[/]");
            console.WriteLine();
            TerminalPicture.Draw(console, inspection.Tokens, branch);
            var words = inspection.ByToken(branch);
            console.Write(Tables.Pairs(
            [
                ("longest", Words(words.Take(WordsInSummary))),
                ("shortest", Words(words.Reverse().Take(WordsInSummary))),
            ]));
        }

        if (shown.Length < inspection.Branches.Count)
        {
            terminal.Note($"Shown are the branches of the first block, of {Figures.Count(inspection.Branches.Count)} in all; --block N "
                + "shows another block, --html FILE all.");
        }
    }

    private static string Words(IEnumerable<(string Token, int Count, double Mean)> words) =>
        string.Join("   ", words.Select(word => $"{word.Token} {Figures.Percent(word.Mean)}"));
}
