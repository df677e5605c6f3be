using System.Text;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Sweeps;

namespace SerpentDsl.Experiments.PaperTables;

/// <summary>The trainings that fill the cells of the paper's tables: architecture, options and seeds.</summary>
/// <param name="Name">Name of the protocol, and of the folder in <c>runs</c> that holds its runs.</param>
/// <param name="About">A description in a sentence or two.</param>
/// <param name="Seeds">The seeds of every cell.</param>
/// <param name="Tables">The paper's tables with the rows that the protocol adds, and the protocol's own tables.</param>
/// <param name="Cells">The cells that the protocol fills.</param>
internal sealed record Protocol(
    string Name, string About, IReadOnlyList<long> Seeds, IReadOnlyList<ResultTable> Tables, IReadOnlyList<ProtocolCell> Cells)
{
    private const string Folder = "SerpentDsl.Experiments.Protocols.";
    private const string Extension = ".json";

    /// <summary>The protocols that come with the runner.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. EmbeddedFiles.Names(Folder).Select(name => name[Folder.Length..^Extension.Length]),
    ];

    /// <summary>The tables that have a cell which the protocol fills.</summary>
    public IEnumerable<ResultTable> FilledTables => Tables.Where(table => Cells.Any(cell => cell.Table == table.Name));

    /// <summary>Reads a protocol by its name, or from a file.</summary>
    /// <param name="nameOrFile">One of <see cref="Names"/>, or the path of a file.</param>
    /// <param name="calls">Reads the protocol's architectures and options.</param>
    /// <exception cref="UsageException">There is no such protocol, or the file has an error.</exception>
    public static Protocol Load(string nameOrFile, TrainCallReader calls)
    {
        if (Names.Contains(nameOrFile))
        {
            return Read($"protocol {nameOrFile}", Encoding.UTF8.GetBytes(EmbeddedFiles.Read($"{Folder}{nameOrFile}{Extension}")), calls);
        }

        return Path.Exists(nameOrFile)
            ? Read(nameOrFile, ConfigNode.ReadFile(nameOrFile, "Name a protocol or its JSON file."), calls)
            : throw new UsageException($"{NearestNames.Explain($"There is no protocol '{nameOrFile}'.", nameOrFile, Names)} You can also "
                + "give a JSON file of your own.");
    }

    /// <summary>Reads a protocol from the bytes of a file.</summary>
    internal static Protocol Read(string file, ReadOnlySpan<byte> utf8, TrainCallReader calls)
    {
        var root = ConfigNode.Parse(file, utf8);
        var members = root.Members("name", "about", "seeds", "rows", "tables", "cells");
        var name = root.Member("name");
        IReadOnlyList<ResultTable> tables =
        [
            .. WithRows(members.TryGetValue("rows", out var rows) ? rows.Items() : []),
            .. members.TryGetValue("tables", out var own) ? own.Items().Select(ReadTable) : [],
        ];
        return new Protocol(
            SweepFile.FolderName(name),
            root.Member("about").String(),
            SweepFile.Seeds(root.Member("seeds")),
            tables,
            [.. root.Member("cells").Items().Select(cell => ProtocolCell.Read(cell, tables, calls))]);
    }

    /// <summary>The cell of a table; null if the protocol does not fill it.</summary>
    public ProtocolCell? Find(string table, string model, string column) =>
        Cells.FirstOrDefault(cell => cell.Table == table && cell.Model == model && cell.Column == column);

    /// <summary>The table of a name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public ResultTable TableOf(string name) => Tables.FirstOrDefault(table => table.Name == name) ?? throw new UsageException(
        $"There is no table {name} in the protocol {Name}; there are {string.Join(", ", Tables.Select(table => table.Name))}.");

    /// <summary>The table that a value of the file names.</summary>
    internal static ResultTable TableOf(ConfigNode name, IReadOnlyList<ResultTable> tables) =>
        tables.FirstOrDefault(table => table.Name == name.Scalar()) ?? throw name.Problem(
            $"there is no table {name.Scalar()}; there are {string.Join(", ", tables.Select(table => table.Name))}");

    private static IEnumerable<ResultTable> WithRows(IReadOnlyList<ConfigNode> rows)
    {
        var added = rows.ToLookup(
            row => TableOf(row.Member("table"), PrintedTables.All).Name, row => (Row: ResultRow.Read(row, "table"), Node: row));
        foreach (var table in PrintedTables.All)
        {
            var whole = table.With(added[table.Name].Select(entry => entry.Row));
            foreach (var (row, node) in added[table.Name])
            {
                CheckRow(row, node, whole);
            }

            yield return whole;
        }
    }

    private static ResultTable ReadTable(ConfigNode table)
    {
        var members = table.Members("name", "title", "columns", "rows", "notes");
        var rows = table.Member("rows").Items();
        var read = new ResultTable(
            SweepFile.FolderName(table.Member("name")),
            table.Member("title").String(),
            [.. table.Member("columns").Items().Select(column => column.String())],
            [.. rows.Select(row => ResultRow.Read(row))],
            members.TryGetValue("notes", out var notes) ? [.. notes.Items().Select(note => note.String())] : []);
        foreach (var (row, node) in read.Rows.Zip(rows))
        {
            CheckRow(row, node, read);
        }

        return PrintedTables.All.Any(printed => printed.Name == read.Name)
            ? throw table.Member("name").Problem($"the paper has a table {read.Name}; give yours another name")
            : read;
    }

    private static void CheckRow(ResultRow row, ConfigNode node, ResultTable table)
    {
        if (row.Model.Contains(',', StringComparison.Ordinal))
        {
            throw node.Problem($"the name '{row.Model}' has a comma, which separates cells in --fill");
        }

        if (table.Rows.Count(other => other.Model == row.Model) > 1)
        {
            throw node.Problem($"table {table.Name} has two rows '{row.Model}'");
        }

        if (row.Baselines.FirstOrDefault(name => name == row.Model || table.Rows.All(other => other.Model != name)) is { } baseline)
        {
            throw node.Problem($"the baseline '{baseline}' is not another row of table {table.Name}");
        }
    }
}
