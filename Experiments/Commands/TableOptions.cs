using CommandLine;
using SerpentDsl.Experiments.Results;
using SerpentDsl.Experiments.Sweeps;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>table</c>: the paper's tables, cell by cell beside what our runs reached.</summary>
[Verb("table", HelpText = "The paper's tables beside our runs: what is reached, what is missing and the command that fills it.")]
internal sealed class TableOptions : SweepingOptions, ICommandOptions
{
    [Value(0, MetaName = "NUMBER", HelpText = "1, 2, or both (default: both).")]
    public IEnumerable<int> Numbers { get; set; } = [];

    [Option("protocol", Default = "full", HelpText = "How cells are filled: full, small, or a file of your own.")]
    public string ProtocolName { get; set; } = "";

    [Option("runs", Default = RunStore.DefaultFolder, HelpText = "Folder that runs are looked for in, at any depth.")]
    public string Runs { get; set; } = "";

    [Option("fill", MetaValue = "CELL", HelpText = "Train what a cell misses, such as \"S4 ListOps\"; a model alone for its row, a task for its column, several with commas between them, all for everything.")]
    public string? Fill { get; set; }

    [Option("seeds", HelpText = "Most seeds of a cell to train (default: all of the protocol).")]
    public int? Seeds { get; set; }

    [Option("markdown", HelpText = "As Markdown.")]
    public bool Markdown { get; set; }

    [Option("json", HelpText = "For programs: a list of JSON objects.")]
    public bool Json { get; set; }

    public int Execute(CommandContext context)
    {
        if (Seeds < 1)
        {
            throw new UsageException($"--seeds is {Seeds}; it is at least 1.");
        }

        if ((Markdown && Json) || (Fill is not null && (Markdown || Json)))
        {
            throw new UsageException("'table' does one thing at a time: --fill, --markdown or --json.");
        }

        PaperTable[] tables = [.. Numbers.Any() ? Numbers.Distinct().Select(TableOf) : PaperTable.All];
        var protocol = Protocol.Load(ProtocolName, context.Catalogue);
        int code = Fill is null ? ExitCode.Success : FillCells(Fill, tables, protocol, context);
        IReadOnlyList<StoredRun> runs = RunStore.Scan(Runs, context.Terminal.Note);
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

    private static PaperTable TableOf(int number) => PaperTable.All.FirstOrDefault(table => table.Number == number)
        ?? throw new UsageException($"There is no table {number}; there are {string.Join(" and ", PaperTable.All.Select(table => table.Number))}.");

    private int FillCells(string names, PaperTable[] tables, Protocol protocol, CommandContext context)
    {
        IReadOnlyList<StoredRun> runs = RunStore.Scan(Runs, context.Terminal.Note);
        ReportedCell[] cells = [.. tables.SelectMany(table => TableReport.Of(table, protocol, runs).Cells)];
        ReportedCell[] wanted = [.. names.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).SelectMany(name => Named(name, cells)).Distinct()];
        if (wanted.All(cell => cell.Protocol is null))
        {
            throw new UsageException($"The protocol {protocol.Name} does not train {wanted[0].Model} on {wanted[0].Column}; it has {string.Join(", ", protocol.Cells.Select(cell => cell.Title))}.");
        }

        // Seed by seed, so that every cell has a first one soon.
        SweepMember[] members =
        [
            .. wanted.Where(cell => cell.Protocol is not null)
                .SelectMany(cell => cell.Missing.Take(Math.Max(0, (Seeds ?? int.MaxValue) - cell.Runs.Count)).Select((seed, round) => (cell, seed, round)))
                .OrderBy(turn => turn.round)
                .Select(turn => new SweepMember($"{turn.cell.Protocol!.Call.Architecture.Name}-seed{turn.seed}", turn.cell.Protocol.Call, turn.seed, turn.cell.Protocol.Recipe)),
        ];
        if (members.Length == 0)
        {
            context.Terminal.Note("Nothing is missing there.");
            return ExitCode.Success;
        }

        return Train(members, Path.Combine(Runs, protocol.Name), context);
    }

    /// <summary>The cells a word of <c>--fill</c> means.</summary>
    private static ReportedCell[] Named(string name, ReportedCell[] cells)
    {
        ReportedCell[] meant = [.. cells.Where(cell => new[] { "all", cell.Model, cell.Column, $"{cell.Model} {cell.Column}" }.Contains(name, StringComparer.OrdinalIgnoreCase))];
        return meant.Length > 0
            ? meant
            : throw new UsageException(NearestNames.Explain($"There is no cell '{name}'.", name, cells.Select(cell => $"{cell.Model} {cell.Column}").Append("all")));
    }

    private void Show(TableReport[] reports, Protocol protocol, Terminal terminal)
    {
        terminal.Console.MarkupLineInterpolated($"[bold]Protocol {protocol.Name}[/] [grey]{protocol.About}[/]");
        foreach (ReportSection section in reports.SelectMany(report => TableSections.Of(report, ProtocolName)))
        {
            terminal.Console.WriteLine();
            terminal.Console.MarkupLineInterpolated($"[bold]{section.Title}[/]");
            Table table = Tables.Plain();
            foreach (ReportHeading heading in section.Headings)
            {
                table.AddColumn(heading.IsNumber ? Tables.Number(Markup.Escape(heading.Text)) : new TableColumn(Markup.Escape(heading.Text)));
            }

            foreach (string[] row in section.Rows)
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
        string numbers = string.Join(' ', reports.Select(report => report.Table.Number));
        terminal.Output.WriteLine($"# Results: protocol {reports[0].Protocol.Name}\n");
        terminal.Output.WriteLine($"{reports[0].Protocol.About}\n");
        terminal.Output.WriteLine($"Made by `{CommandNames.Of(typeof(TableOptions))} {numbers} --protocol {ProtocolName} --markdown` from the runs; `--fill all` in the place of `--markdown` trains what is missing.\n");
        foreach (ReportSection section in reports.SelectMany(report => TableSections.Of(report, ProtocolName)))
        {
            terminal.Output.Write(MarkdownReport.Write(section));
        }
    }
}
