using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.PaperTables.Sections;

/// <summary>The cells that lack runs, each with the command that trains them.</summary>
internal static class MissingSection
{
    public static ReportSection Of(TableReport report, string protocolArgument) => new(
        "What is missing",
        [new("cell", false), new("seeds", false), new("command", false)],
        [
            .. report.Cells.Where(cell => cell.Protocol is null).GroupBy(cell => cell.Model)
                .Select(row => new[]
                {
                    $"{row.Key} {string.Join(", ", row.Select(cell => cell.Column))}", "", $"not in the protocol {report.Protocol.Name}",
                }),
            .. report.Cells.Where(cell => cell.Missing.Count > 0).Select(cell => new[]
            {
                $"{cell.Model} {cell.Column}",
                string.Join(", ", cell.Missing),
                $"{RunnerCommand.Of(VerbNames.Table)} {report.Table.Name} --protocol {protocolArgument} --fill "
                + $"\"{cell.Protocol!.Title}\"",
            }),
        ]);
}
