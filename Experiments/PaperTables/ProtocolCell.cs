using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Sweeps;

namespace SerpentDsl.Experiments.PaperTables;

/// <summary>The training that fills one cell of a table.</summary>
/// <param name="Table">Name of the table.</param>
/// <param name="Model">The cell's row.</param>
/// <param name="Column">The cell's column.</param>
/// <param name="Call">The training, as written in the protocol.</param>
/// <param name="Planned">The training's data and options, apart from the seed.</param>
internal sealed record ProtocolCell(string Table, string Model, string Column, TrainCall Call, PlannedTraining Planned)
{
    /// <summary>Hash that the runs of this cell share.</summary>
    public string Recipe { get; } = RecipeHash.Of(Call.Architecture, Planned);

    /// <summary>Row and column of the cell.</summary>
    public string Title => $"{Model} {Column}";

    /// <summary>Reads a cell of a protocol's file.</summary>
    public static ProtocolCell Read(ConfigNode cell, IReadOnlyList<ResultTable> tables, TrainCallReader calls)
    {
        var members = cell.Members("table", "model", "column", "architecture", "options");
        var table = Protocol.TableOf(cell.Member("table"), tables);
        var model = OneOf(cell.Member("model"), table.Rows.Select(row => row.Model));
        var column = OneOf(cell.Member("column"), table.Columns);
        var options = members.TryGetValue("options", out var given) ? calls.Options(given) : new Dictionary<string, string>();
        var call = new TrainCall(calls.Architecture(cell.Member("architecture")), options);
        try
        {
            return new ProtocolCell(table.Name, model, column, call, calls.Resolve(call));
        }
        catch (UsageException problem)
        {
            throw (given ?? cell).Problem(problem.Message);
        }
    }

    private static string OneOf(ConfigNode node, IEnumerable<string> known) => known.Contains(node.String())
        ? node.String()
        : throw node.Problem($"'{node.String()}' is not in that table; it must be one of {string.Join(", ", known)}");
}
