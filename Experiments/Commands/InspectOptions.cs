using System.Globalization;
using CommandLine;
using SerpentDsl.Experiments.Catalogue;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Commands.Statements;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Inspection;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Reports;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>inspect</c>: shows the learned intervals of the tokens of a text, or of all rows of a split by token.</summary>
[Verb("inspect", HelpText = "Show the intervals that a model learned for each token of a text, or by token over a split.")]
internal sealed class InspectOptions : ModelOptions, ICommandOptions
{
    private const int DefaultRows = 1000;
    private const int DefaultBatch = 32;

    [Value(0, MetaName = "RUN_OR_NAME", Required = true, Hidden = true)]
    public string Source { get; set; } = "";

    [Option("text", HelpText = "The text; the architecture's task turns it into tokens (default: rows of a split).")]
    public string? Content { get; set; }

    [Option("split", HelpText = "Without --text: train, validation or test (default: test).")]
    public string? SplitName { get; set; }

    [Option("rows", MetaValue = "N", HelpText = "Without --text: most rows to read (default: 1000).")]
    public int? Rows { get; set; }

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
        Require.AtLeast(1, Rows, "--rows");
        if (Content is not null && (SplitName ?? (object?)Rows) is not null)
        {
            throw new UsageException("--text shows one text; --split and --rows are for the rows of a split. Leave one of them out.");
        }

        PrepareDevice();
        using var source = ModelSource.Open(Source, Seed, context.Catalogue);
        if (Content is null)
        {
            InspectSplit(source, context);
        }
        else
        {
            InspectText(source, Content, context);
        }

        return ExitCode.Success;
    }

    private void InspectText(ModelSource source, string text, CommandContext context)
    {
        var inspection = TextInspection.Of(source, Tokenize(source, text, context));
        inspection = inspection with { Branches = OfBlock(inspection.Branches, branch => branch.Name) };
        if (Json)
        {
            context.Terminal.WriteJson(inspection);
        }
        else
        {
            TextInspectionStatement.Write(context.Terminal, inspection);
        }

        WritePage(context, path => InspectionPage.Write(path, inspection));
    }

    private void InspectSplit(ModelSource source, CommandContext context)
    {
        var split = SplitName is null ? Split.Test : Splits.Find(SplitName) ?? throw new UsageException(
            $"--split is '{SplitName}'; it must be one of {string.Join(", ", Splits.All.Select(Splits.Name))}.");
        var options = source.Configuration?["options"];
        var task = TaskOf(source.Architecture, source.Configuration, source.Run, context);
        using var dataset = Load(
            source.Architecture, task, (int?)options?["maxLength"], seed: 0, FoldersOf(source.Configuration), context);
        SplitInspection inspection;
        using (var progress = new TaskProgressDisplay(context.Terminal))
        {
            void Tell(long done, long all) => progress.Report(new TaskProgress($"reading {split.Name()}", done, all));
            inspection = SplitInspection.Of(
                source,
                dataset,
                dataset.Encoder ?? (task as ITextTask)?.Encoder,
                split,
                Rows ?? DefaultRows,
                (int?)options?["batchSize"] ?? DefaultBatch,
                Tell,
                context.Cancellation);
        }

        inspection = inspection with { Branches = OfBlock(inspection.Branches, branch => branch.Name) };
        if (Json)
        {
            context.Terminal.WriteJson(inspection);
        }
        else
        {
            SplitInspectionStatement.Write(context.Terminal, inspection);
        }

        WritePage(context, path => SplitInspectionPage.Write(path, inspection));
    }

    private IReadOnlyList<TextToken> Tokenize(ModelSource source, string text, CommandContext context)
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
        return TextTokens.Of(task, text, new TaskContext(cache, data, progress), context.Cancellation);
    }

    private IReadOnlyList<T> OfBlock<T>(IReadOnlyList<T> branches, Func<T, string> nameOf)
    {
        if (Block is null)
        {
            return branches;
        }

        var prefix = string.Create(CultureInfo.InvariantCulture, $"blocks.{Block}.");
        T[] found = [.. branches.Where(branch => nameOf(branch).StartsWith(prefix, StringComparison.Ordinal))];
        return found.Length > 0
            ? found
            : throw new UsageException($"--block is {Block}; the branches are {string.Join(", ", branches.Select(nameOf))}.");
    }

    private void WritePage(CommandContext context, Action<string> write)
    {
        if (Html is not null)
        {
            write(Html);
            context.Terminal.Note($"The pictures are in {Html}.");
        }
    }
}
