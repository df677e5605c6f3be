using System.Text.Json;

namespace SerpentDsl.Tasks;

/// <summary>Reads JSON Lines. The members of the first object are the columns; later objects may lack some.</summary>
internal static class JsonLinesTable
{
    /// <exception cref="TaskDataException">The text is malformed, or lacks a column.</exception>
    public static Table Read(
        Stream content, string name, Func<IReadOnlyList<string>, IReadOnlyList<string>> choose, CancellationToken cancellation)
    {
        using var text = Table.TextOf(content);
        IReadOnlyList<string>? chosen = null;
        var rows = new List<TableRow>();
        var problems = new RowProblems(name);
        for (long line = 1; text.ReadLine() is { } written; line++)
        {
            cancellation.ThrowIfCancellationRequested();
            if (string.IsNullOrWhiteSpace(written))
            {
                continue;
            }

            try
            {
                using var json = JsonDocument.Parse(written);
                if (json.RootElement.ValueKind != JsonValueKind.Object)
                {
                    throw new FormatException("the line is no JSON object; a row is written as {\"column\": value, …}.");
                }

                chosen ??= Choose(name, json.RootElement, choose);
                rows.Add(new TableRow(line, [.. chosen.Select(column => CellOf(json.RootElement, column))]));
            }
            catch (Exception problem) when (problem is JsonException or FormatException or InvalidOperationException)
            {
                problems.Add(line, problem is FormatException ? problem.Message : $"the line is no JSON: {problem.Message}");
            }
        }

        problems.ThrowIfAny(rows.Count);
        return new Table(name, chosen ?? throw new TaskDataException($"{name} is empty. A row is a JSON object on one line."), rows);
    }

    private static IReadOnlyList<string> Choose(
        string name, JsonElement first, Func<IReadOnlyList<string>, IReadOnlyList<string>> choose)
    {
        string[] columns = [.. first.EnumerateObject().Select(member => member.Name)];
        var chosen = choose(columns);
        Table.PlacesOf(name, chosen, columns);
        return chosen;
    }

    private static string? CellOf(JsonElement row, string column) => !row.TryGetProperty(column, out var value)
        ? null
        : value.ValueKind switch
        {
            JsonValueKind.Null => null,
            JsonValueKind.String => value.GetString(),
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => throw new FormatException(
                $"'{column}' holds an {value.ValueKind.ToString().ToLowerInvariant()}; a text or a number is read."),
        };
}
