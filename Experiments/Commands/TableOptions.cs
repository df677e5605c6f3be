using CommandLine;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.PaperTables;
using SerpentDsl.Experiments.PaperTables.Sections;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Sweeps;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>table</c>: shows each cell of the paper's tables beside the results of our runs.</summary>
[Verb(VerbNames.Table, HelpText = "Show the paper's tables next to our results, and how to train what is missing.")]
internal sealed class TableOptions : SweepingOptions, ICommandOptions
{
    [Value(0, MetaName = "TABLE", HelpText = "Tables to show: 1, 2, or one that the protocol adds (default: all).")]
    public IEnumerable<string> Names { get; set; } = [];

    [Option("protocol", Default = "full", HelpText = "Which trainings fill the cells: full, small, resampling, or your own JSON file.")]
    public string ProtocolName { get; set; } = "";

    [Option("runs", Default = RunStore.DefaultFolder, MetaValue = "FOLDER",
        HelpText = "Folder that is searched for runs, including its subfolders.")]
    public string Runs { get; set; } = "";

    [Option("fill", MetaValue = "CELL",
        HelpText = "Train the missing runs of a cell, such as \"S4 ListOps\". A model alone means its row, a task its column, all "
            + "everything; separate several with commas.")]
    public string? Fill { get; set; }

    [Option("seeds", MetaValue = "N", HelpText = "With --fill: train at most N seeds per cell (default: all).")]
    public int? Seeds { get; set; }

    [Option("markdown", HelpText = "Print Markdown.")]
    public bool Markdown { get; set; }

    [Option("json", HelpText = "Print a JSON array.")]
    public bool Json { get; set; }

    public int Execute(CommandContext context)
    {
        Require.AtLeast(1, Seeds, "--seeds");
        if ((Markdown && Json) || (Fill is not null && (Markdown || Json)))
        {
            throw new UsageException("--fill, --markdown and --json cannot be combined.");
        }

        var protocol = Protocol.Load(ProtocolName, context.TrainCalls);
        ResultTable[] tables = [.. Names.Any() ? Names.Distinct().Select(protocol.TableOf) : protocol.FilledTables];
        var code = Fill is null ? ExitCode.Success : FillCells(Fill, tables, protocol, context);
        var runs = RunStore.Scan(Runs, context.Terminal.Note);
        TableReport[] reports = [.. tables.Select(table => TableReport.Of(table, protocol, runs))];
        if (Json)
        {
            context.Terminal.WriteJson(reports.Select(TableJson.Of));
        }
        else if (Markdown)
        {
            WriteMarkdown(reports, context.Terminal);
        }
        else
        {
            Show(reports, protocol, context.Terminal);
        }

        return code;
    }

    private int FillCells(string names, ResultTable[] tables, Protocol protocol, CommandContext context)
    {
        var runs = RunStore.Scan(Runs, context.Terminal.Note);
        ReportedCell[] cells = [.. tables.SelectMany(table => TableReport.Of(table, protocol, runs).Cells)];
        ReportedCell[] wanted = [.. names.Split(
            ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).SelectMany(name => Named(name, cells)).Distinct()];
        if (wanted.All(cell => cell.Protocol is null))
        {
            throw new UsageException($"The protocol {protocol.Name} does not train {wanted[0].Model} on {wanted[0].Column}; it has "
                + $"{string.Join(", ", protocol.Cells.Select(cell => cell.Title))}.");
        }

        // Ordered by seed, so that every cell soon has one run. Cells of two tables may share their runs.
        SweepMember[] members =
        [
            .. wanted.Where(cell => cell.Protocol is not null)
                .SelectMany(cell => cell.Missing.Take(
                    Math.Max(0, (Seeds ?? int.MaxValue) - cell.Runs.Count)).Select((seed, round) => (cell, seed, round)))
                .DistinctBy(turn => (turn.cell.Protocol!.Recipe, turn.seed))
                .OrderBy(turn => turn.round)
                .Select(turn => new SweepMember(
                    $"{turn.cell.Protocol!.Call.Architecture.Name}-seed{turn.seed}",
                    turn.cell.Protocol.Call,
                    turn.seed,
                    turn.cell.Protocol.Recipe)),
        ];
        if (members.Length == 0)
        {
            context.Terminal.Note("Nothing is missing in these cells.");
            return ExitCode.Success;
        }

        return Train(members, Path.Combine(Runs, protocol.Name), context);
    }

    /// <summary>The cells that a word of <c>--fill</c> names.</summary>
    private static ReportedCell[] Named(string name, ReportedCell[] cells)
    {
        ReportedCell[] meant = [.. cells.Where(
            cell =>
                new[] { "all", cell.Model, cell.Column, $"{cell.Model} {cell.Column}" }.Contains(name, StringComparer.OrdinalIgnoreCase))];
        return meant.Length > 0
            ? meant
            : throw new UsageException(NearestNames.Explain(
                $"There is no cell '{name}'.", name, cells.Select(cell => $"{cell.Model} {cell.Column}").Append("all")));
    }

    private void Show(TableReport[] reports, Protocol protocol, Terminal terminal)
    {
        terminal.Console.MarkupLineInterpolated($"[bold]Protocol {protocol.Name}[/] [grey]{protocol.About}[/]");
        foreach (var section in reports.SelectMany(report => TableSections.Of(report, ProtocolName)))
        {
            terminal.Console.WriteLine();
            terminal.Console.MarkupLineInterpolated($"[bold]{section.Title}[/]");
            var table = Tables.Plain();
            foreach (var heading in section.Headings)
            {
                table.AddColumn(
                    heading.IsNumber ? Tables.Number(Markup.Escape(heading.Text)) : new TableColumn(Markup.Escape(heading.Text)));
            }

            foreach (var row in section.Rows)
            {
                table.AddRow([.. row.Select(cell => (IRenderable)new Markup(Markup.Escape(cell)))]);
            }

            terminal.Console.Write(table);
            if (section.Note is { } note)
            {
                terminal.Console.MarkupLineInterpolated($"[grey]{note}[/]");
            }
        }
    }

    private void WriteMarkdown(TableReport[] reports, Terminal terminal)
    {
        var names = string.Join(' ', reports.Select(report => report.Table.Name));
        terminal.Output.WriteLine($"# Results: protocol {reports[0].Protocol.Name}\n");
        terminal.Output.WriteLine($"{reports[0].Protocol.About}\n");
        terminal.Output.WriteLine($"Made by `{CommandNames.Of(typeof(TableOptions))} {names} --protocol {ProtocolName} --markdown` "
            + "from the runs; `--fill all` in the place of `--markdown` trains what is missing.\n");
        foreach (var section in reports.SelectMany(report => TableSections.Of(report, ProtocolName)))
        {
            terminal.Output.Write(MarkdownReport.Write(section));
        }
    }
}
