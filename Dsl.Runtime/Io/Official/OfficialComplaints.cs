namespace SerpentDsl.Io;

/// <summary>The message of a refused checkpoint.</summary>
internal static class OfficialComplaints
{
    private const int Most = 20;

    /// <summary>One line for each complaint, and the declaration that would fit.</summary>
    /// <param name="what">The first line.</param>
    /// <param name="complaints">The complaints; of very many, the first.</param>
    /// <param name="fitting">The declaration, or null.</param>
    public static string Text(string what, IReadOnlyCollection<string> complaints, string? fitting)
    {
        var lines = complaints.Take(Most);
        if (complaints.Count > Most)
        {
            lines = lines.Append($"and {complaints.Count - Most} more");
        }

        var hint = fitting is null ? "" : $"{Environment.NewLine}This declaration fits the checkpoint:{Environment.NewLine}{fitting}";
        return $"{what}{string.Concat(lines.Select(line => Environment.NewLine + "  " + line))}{hint}";
    }
}
