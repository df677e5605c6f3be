using System.Text;
using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.PaperTables;

/// <summary>Writes sections as Markdown.</summary>
internal static class MarkdownReport
{
    /// <summary>Writes a section as a heading, a table and a note.</summary>
    public static string Write(ReportSection section)
    {
        var text = new StringBuilder();
        text.Append($"## {section.Title}\n\n");
        text.Append(Row(section.Headings.Select(heading => heading.Text)));
        text.Append(Row(section.Headings.Select(heading => heading.IsNumber ? "---:" : "---")));
        foreach (var row in section.Rows)
        {
            text.Append(Row(row.Select(cell => cell.Contains(RunnerCommand.Prefix, StringComparison.Ordinal) ? $"`{cell}`" : cell)));
        }

        return section.Note is null ? $"{text}\n" : $"{text}\n{section.Note}\n\n";
    }

    private static string Row(IEnumerable<string> cells) =>
        $"| {string.Join(" | ", cells.Select(cell => cell.Replace("|", "\\|", StringComparison.Ordinal)))} |\n";
}
