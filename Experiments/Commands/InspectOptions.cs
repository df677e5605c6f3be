using System.Globalization;
using CommandLine;
using SerpentDsl.Experiments.Workloads;
using SerpentDsl.Tasks;
using SerpentDsl.Experiments.Inspection;
using SerpentDsl.Experiments.Reports;
using Spectre.Console;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>inspect</c>: which tokens of a text the learned intervals call informative.</summary>
[Verb("inspect", HelpText = "Show which tokens of a text the learned intervals of each branch call informative.")]
internal sealed class InspectOptions : ICommandOptions
{
    private const int WordsInSummary = 6;

    [Value(0, MetaName = "RUN_OR_NAME", Required = true, Hidden = true)]
    public string Source { get; set; } = "";

    [Option("text", Required = true, HelpText = "The text, cut into tokens as the architecture's task does it.")]
    public string Content { get; set; } = "";

    [Option("block", HelpText = "Show this block only, counted from 0 (default: the first; a page shows all).")]
    public int? Block { get; set; }

    [Option("html", HelpText = "Also write a page with the pictures to this file.")]
    public string? Html { get; set; }

    [Option("json", HelpText = "For programs: a JSON object.")]
    public bool Json { get; set; }

    [Option("seed", Default = 1L, HelpText = "Seed of an untrained model's parameters.")]
    public long Seed { get; set; }

    [Option("data", HelpText = "Folder of data files of your own (default: $SERPENT_DATA).")]
    public string? Data { get; set; }

    [Option("cache", HelpText = "Folder for data made here (default: $SERPENT_CACHE, else the user's cache).")]
    public string? Cache { get; set; }

    public int Execute(CommandContext context)
    {
        using ModelSource source = ModelSource.Open(Source, Seed, context);
        IReadOnlyList<TextToken> tokens = Tokenize(source, context);
        TextInspection inspection = TextInspection.Of(source, tokens);
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
            throw new UsageException($"{source.Architecture.Name} declares no [Recipe], so that nothing says how a text becomes tokens.");
        }

        // A run may have been trained on another task than the recipe's.
        ITask task = (string?)source.Configuration?["task"] is { } name ? RecipeTasks.Find(name, context.Catalogue.All) : RecipeTasks.Create(recipe.Task);
        string? data = DataFolders.Data(Data ?? (string?)source.Configuration?["dataFolder"]);
        string cache = DataFolders.Cache(Cache ?? (string?)source.Configuration?["cacheFolder"]);
        using var progress = new TaskProgressDisplay(context.Terminal);
        return TextTokens.Of(task, Content, new TaskContext(cache, data, progress), context.Cancellation);
    }

    private static InspectedBranch[] OfBlock(TextInspection inspection, int block)
    {
        string prefix = string.Create(CultureInfo.InvariantCulture, $"blocks.{block}.");
        InspectedBranch[] branches = [.. inspection.Branches.Where(branch => branch.Name.StartsWith(prefix, StringComparison.Ordinal))];
        return branches.Length > 0
            ? branches
            : throw new UsageException($"--block is {block}; the branches are {string.Join(", ", inspection.Branches.Select(branch => branch.Name))}.");
    }

    private void Report(Terminal terminal, TextInspection inspection)
    {
        IAnsiConsole console = terminal.Console;
        console.MarkupLineInterpolated($"[bold]{inspection.Architecture}[/] [grey]{inspection.Origin}[/]");
        string first = inspection.Branches[0].Name;
        InspectedBranch[] shown = [.. inspection.Branches.Where(branch => branch.Name[..branch.Name.LastIndexOf('.')] == first[..first.LastIndexOf('.')])];
        foreach (InspectedBranch branch in shown)
        {
            console.WriteLine();
            console.MarkupLineInterpolated(
                $"[bold]{branch.Name}[/] [grey]ρ {branch.Rate}, window {branch.WindowSize}, {(branch.Causal ? "causal" : "both sides")}: {Text.Count(inspection.Tokens.Count)} tokens became {Text.Count(branch.Points)} points of at most {Text.Count(branch.MostPoints)}, realised rate {branch.RealisedRate.ToString("0.000", CultureInfo.InvariantCulture)}[/]");
            console.WriteLine();
            TerminalPicture.Draw(console, inspection.Tokens, branch);
            IReadOnlyList<(string Token, int Count, double Mean)> words = inspection.ByToken(branch);
            console.Write(Tables.Pairs(
            [
                ("longest", Words(words.Take(WordsInSummary))),
                ("shortest", Words(words.Reverse().Take(WordsInSummary))),
            ]));
        }

        if (shown.Length < inspection.Branches.Count)
        {
            terminal.Note($"Of {Text.Count(inspection.Branches.Count)} branches those of the first block; --block N shows others, --html FILE all.");
        }
    }

    private static string Words(IEnumerable<(string Token, int Count, double Mean)> words) =>
        string.Join("   ", words.Select(word => $"{word.Token} {Text.Percent(word.Mean)}"));
}
