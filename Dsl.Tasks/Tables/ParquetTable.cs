using System.Globalization;
using Parquet;
using Parquet.Schema;

namespace SerpentDsl.Tasks;

/// <summary>Reads Parquet files by the library Parquet.Net: columns of texts, numbers and truth values.</summary>
internal static class ParquetTable
{
    /// <exception cref="TaskDataException">The file is damaged, or lacks a column, or a column holds something else.</exception>
    public static Table Read(
        Stream content, string name, Func<IReadOnlyList<string>, IReadOnlyList<string>> choose, CancellationToken cancellation)
    {
        try
        {
            // The end of the file says what is where, so that the whole file must be at hand.
            using var whole = new MemoryStream();
            if (!content.CanSeek)
            {
                content.CopyTo(whole);
                whole.Position = 0;
            }

            var file = content.CanSeek ? content : whole;
            return Finished(Task.Run(() => ReadAsync(file, name, choose, cancellation), cancellation), PatienceFor(file), cancellation);
        }
        catch (Exception problem) when (problem is not (TaskDataException or OperationCanceledException))
        {
            // The library meets damaged files with exceptions of many kinds.
            throw new TaskDataException(
                $"{name} cannot be read as Parquet: {problem.Message.Split('\n')[0].TrimEnd('.')}. Get it again.", problem);
        }
    }

    /// <summary>How long reading may take: the library reads some ten megabytes a second.</summary>
    private static TimeSpan PatienceFor(Stream file) => TimeSpan.FromSeconds(30 + (file.Length / 1_000_000));

    /// <summary>
    /// The result of reading. On some damaged files the library never comes to an end; its thread is then left to itself, and the file is
    /// refused.
    /// </summary>
    private static Table Finished(Task<Table> reading, TimeSpan patience, CancellationToken cancellation)
    {
        if (Task.WaitAny([reading], (int)patience.TotalMilliseconds, cancellation) < 0)
        {
            throw new InvalidDataException($"it is damaged: reading it did not come to an end within {patience.TotalSeconds:N0} seconds");
        }

        return reading.GetAwaiter().GetResult();
    }

    private static async Task<Table> ReadAsync(
        Stream content, string name, Func<IReadOnlyList<string>, IReadOnlyList<string>> choose, CancellationToken cancellation)
    {
        await using var reader = await ParquetReader.CreateAsync(content, leaveStreamOpen: true, cancellationToken: cancellation)
            .ConfigureAwait(false);
        var fields = reader.Schema.DataFields;
        var chosen = choose([.. fields.Select(field => field.Name)]);
        DataField[] wanted = [.. Table.PlacesOf(name, chosen, [.. fields.Select(field => field.Name)]).Select(place => fields[place])];
        var rows = new List<TableRow>();
        for (var group = 0; group < reader.RowGroupCount; group++)
        {
            using var part = reader.OpenRowGroupReader(group);
            var count = checked((int)part.RowCount);
            var columns = new string?[wanted.Length][];
            for (var column = 0; column < wanted.Length; column++)
            {
                columns[column] = await ReadAsync(part, wanted[column], count, name, cancellation).ConfigureAwait(false);
            }

            for (var row = 0; row < count; row++)
            {
                rows.Add(new TableRow(rows.Count + 1, [.. columns.Select(cells => cells[row])]));
            }
        }

        return new Table(name, chosen, rows);
    }

    private static async Task<string?[]> ReadAsync(
        ParquetRowGroupReader group, DataField field, int count, string name, CancellationToken cancellation)
    {
        if (field.IsArray || field.MaxRepetitionLevel > 0)
        {
            throw NotRead(name, field, "a list");
        }

        if (field.ClrType == typeof(string) || field.ClrType == typeof(ReadOnlyMemory<char>))
        {
            var texts = new string?[count];
            await group.ReadAsync(field, texts.AsMemory(), cancellationToken: cancellation).ConfigureAwait(false);
            return texts;
        }

        return field.ClrType switch
        {
            var type when type == typeof(bool) => await Values<bool>(value => value ? "true" : "false").ConfigureAwait(false),
            var type when type == typeof(byte) => await Numbers<byte>().ConfigureAwait(false),
            var type when type == typeof(sbyte) => await Numbers<sbyte>().ConfigureAwait(false),
            var type when type == typeof(short) => await Numbers<short>().ConfigureAwait(false),
            var type when type == typeof(ushort) => await Numbers<ushort>().ConfigureAwait(false),
            var type when type == typeof(int) => await Numbers<int>().ConfigureAwait(false),
            var type when type == typeof(uint) => await Numbers<uint>().ConfigureAwait(false),
            var type when type == typeof(long) => await Numbers<long>().ConfigureAwait(false),
            var type when type == typeof(ulong) => await Numbers<ulong>().ConfigureAwait(false),
            var type when type == typeof(float) => await Numbers<float>().ConfigureAwait(false),
            var type when type == typeof(double) => await Numbers<double>().ConfigureAwait(false),
            var type when type == typeof(decimal) => await Numbers<decimal>().ConfigureAwait(false),
            var type when type == typeof(DateTime) =>
                await Values<DateTime>(value => value.ToString("O", CultureInfo.InvariantCulture)).ConfigureAwait(false),
            _ => throw NotRead(name, field, field.ClrType.Name),
        };

        Task<string?[]> Numbers<T>()
            where T : struct, IFormattable => Values<T>(value => value.ToString(null, CultureInfo.InvariantCulture));

        async Task<string?[]> Values<T>(Func<T, string> write)
            where T : struct
        {
            if (!field.IsNullable)
            {
                var sure = new T[count];
                await group.ReadAsync(field, sure.AsMemory(), cancellationToken: cancellation).ConfigureAwait(false);
                return [.. sure.Select(write)];
            }

            var values = new T?[count];
            await group.ReadAsync(field, values.AsMemory(), cancellationToken: cancellation).ConfigureAwait(false);
            return [.. values.Select(value => value is { } there ? write(there) : null)];
        }
    }

    private static TaskDataException NotRead(string name, DataField field, string what) =>
        new($"The column '{field.Name}' of {name} holds {what}; texts, numbers and truth values are read.");
}
