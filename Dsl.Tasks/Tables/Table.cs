using System.Text;
using System.Text.Json;

namespace SerpentDsl.Tasks;

/// <summary>Some columns of a file with rows and named columns: CSV, TSV, JSON Lines or Parquet, plain or gzipped.</summary>
/// <param name="Name">The file, for messages.</param>
/// <param name="Columns">The names of the columns that were read.</param>
/// <param name="Rows">The rows, in the order of the file.</param>
public sealed record Table(string Name, IReadOnlyList<string> Columns, IReadOnlyList<TableRow> Rows)
{
    /// <summary>Reads some columns of a file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="settings">Its form, where the name does not tell it.</param>
    /// <param name="choose">The names of the wanted columns, chosen from those of the file.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="TaskDataException">The file is missing or malformed, or lacks a column; the message says where.</exception>
    public static Table Read(
        string path,
        TableSettings settings,
        Func<IReadOnlyList<string>, IReadOnlyList<string>> choose,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        using var content = new SourceFile(path).Open();
        return Read(content, path, settings.For(path), choose, cancellation);
    }

    /// <summary>Reads some columns from bytes.</summary>
    /// <param name="content">The bytes, not packed.</param>
    /// <param name="name">Their name, for messages.</param>
    /// <param name="settings">Their form; null means <see cref="TableFormat.Delimited"/>.</param>
    /// <param name="choose">The names of the wanted columns, chosen from those of the file.</param>
    /// <param name="cancellation">Stops the reading.</param>
    /// <exception cref="TaskDataException">The bytes are malformed, or lack a column; the message says where.</exception>
    public static Table Read(
        Stream content,
        string name,
        TableSettings settings,
        Func<IReadOnlyList<string>, IReadOnlyList<string>> choose,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(choose);
        try
        {
            var table = settings.Format switch
            {
                TableFormat.JsonLines => JsonLinesTable.Read(content, name, choose, cancellation),
                TableFormat.Parquet => ParquetTable.Read(content, name, choose, cancellation),
                _ => DelimitedTable.Read(content, name, settings.Delimiter, choose, cancellation),
            };
            return table.Rows.Count > 0 ? table : throw new TaskDataException($"{name} has no rows below its column names. Get it again.");
        }
        catch (DecoderFallbackException problem)
        {
            throw new TaskDataException($"{name} is not UTF-8 text. Save it as UTF-8, or with a byte-order mark as UTF-16.", problem);
        }
        catch (Exception problem) when (problem is InvalidDataException or EndOfStreamException)
        {
            throw new TaskDataException($"{name} is damaged: {problem.Message.TrimEnd('.')}. Get it again.", problem);
        }
        catch (JsonException problem)
        {
            throw new TaskDataException($"{name} cannot be read: {problem.Message}", problem);
        }
    }

    /// <summary>The places of columns among those of a file.</summary>
    /// <exception cref="TaskDataException">The file lacks a column, or has two of this name.</exception>
    internal static int[] PlacesOf(string name, IReadOnlyList<string> wanted, IReadOnlyList<string> columns) =>
    [
        .. wanted.Select(column => columns.Count(other => other == column) switch
        {
            1 => columns.Index().First(entry => entry.Item == column).Index,
            0 => throw new TaskDataException(
                $"{name} has no column '{column}'. Its first row names {string.Join(", ", columns.Take(20).Select(other => $"'{other}'"))}"
                    + $"{(columns.Count > 20 ? $" and {columns.Count - 20:N0} more" : "")}: take one of these."),
            _ => throw new TaskDataException($"{name} has several columns '{column}'. Give them different names."),
        }),
    ];

    /// <summary>Text that must be UTF-8, or begin with a byte-order mark.</summary>
    internal static StreamReader TextOf(Stream content) =>
        new(content, new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true, 1 << 16, leaveOpen: true);
}
