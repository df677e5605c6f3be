namespace SerpentDsl.Tasks;

/// <summary>How a table is read.</summary>
/// <param name="Format">The form; null: by the file's name, <c>.csv</c>, <c>.tsv</c>, <c>.jsonl</c>, <c>.ndjson</c>, <c>.parquet</c>, also
/// with <c>.gz</c>.</param>
/// <param name="Delimiter">The character between cells; null: a tab for <c>.tsv</c>, else found in the first lines.</param>
public sealed record TableSettings(TableFormat? Format = null, char? Delimiter = null)
{
    private static readonly Dictionary<string, (TableFormat Format, char? Delimiter)> s_extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        [".csv"] = (TableFormat.Delimited, null),
        [".tsv"] = (TableFormat.Delimited, '\t'),
        [".tab"] = (TableFormat.Delimited, '\t'),
        [".jsonl"] = (TableFormat.JsonLines, null),
        [".ndjson"] = (TableFormat.JsonLines, null),
        [".parquet"] = (TableFormat.Parquet, null),
    };

    /// <summary>The extensions of files that are known to be tables.</summary>
    public static IReadOnlyCollection<string> Extensions => s_extensions.Keys;

    /// <summary>Whether a character can be between cells: one of ASCII that is neither letter, digit, quote nor line end.</summary>
    /// <param name="character">The character.</param>
    public static bool CanDelimit(char character) =>
        character == '\t' || (character is >= ' ' and < '\u007f' and not '"' && !char.IsAsciiLetterOrDigit(character));

    /// <summary>Whether a file's name says that it is a table.</summary>
    /// <param name="path">The file.</param>
    public static bool IsTable(string path) => s_extensions.ContainsKey(ExtensionOf(path));

    /// <summary>The extension of a file without its <c>.gz</c>, such as <c>.csv</c>.</summary>
    /// <param name="path">The file.</param>
    public static string ExtensionOf(string path) => Path.GetExtension(
        path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? path[..^3] : path);

    /// <summary>The settings with what the name of a file says.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="TaskDataException">The name does not tell the form, or the delimiter can be none.</exception>
    public TableSettings For(string path)
    {
        if (Delimiter is { } character && !CanDelimit(character))
        {
            throw new TaskDataException(
                $"The delimiter of {path} is '{character}'; it must be an ASCII character other than a letter, a digit or a quote.");
        }

        var (format, delimiter) = s_extensions.TryGetValue(ExtensionOf(path), out var named)
            ? named
            : Format is null && Delimiter is null
                ? throw new TaskDataException($"The name {path} does not tell the form of its rows. Rename it to end in "
                    + $"{string.Join(", ", Extensions)}, or name the form.")
                : (TableFormat.Delimited, (char?)null);
        return new TableSettings(Format ?? format, Delimiter ?? delimiter);
    }
}
