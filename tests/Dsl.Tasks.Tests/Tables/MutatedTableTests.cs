using System.IO.Compression;
using System.Text;
using CsCheck;
using SerpentDsl.Testing;

namespace SerpentDsl.Tasks.Tests;

/// <summary>Whatever happens to a sound file, its reader answers with rows or with one sentence.</summary>
public sealed class MutatedTableTests
{
    private const string Csv = "text,label\n\"a \"\"fine\"\" film,\nreally\",good\nboring,bad\n\"naïve 🙂\",good\nlong,bad\n";
    private const string JsonLines = "{\"text\":\"a \\\"fine\\\" film\",\"label\":\"good\"}\n{\"text\":\"boring\",\"label\":0.5}\n";

    private static readonly Gen<byte[]> s_bytes = Gen.Byte.Array[0, 6];

    /// <summary>A file after up to eight changes: bytes replaced, inserted, removed, repeated, or its end cut off.</summary>
    private static Gen<byte[]> Mutated(byte[] sound) =>
        Gen.Select(Gen.Int[0, 4], Gen.Double.Unit, s_bytes).Array[1, 8].Select(changes =>
        {
            var bytes = sound;
            foreach (var (kind, place, inserted) in changes)
            {
                var at = (int)(place * bytes.Length);
                var end = Math.Min(bytes.Length, at + inserted.Length);
                bytes = kind switch
                {
                    0 => [.. bytes[..at], .. inserted, .. bytes[end..]],
                    1 => [.. bytes[..at], .. inserted, .. bytes[at..]],
                    2 => [.. bytes[..at], .. bytes[end..]],
                    3 => [.. bytes[..end], .. bytes[at..]],
                    _ => inserted.Length == 0 ? bytes[..at] : bytes,
                };
            }

            return bytes;
        });

    [Fact]
    public void CSV() => Check(Encoding.UTF8.GetBytes(Csv), "rows.csv");

    [Fact]
    public void TSV() => Check(Encoding.UTF8.GetBytes(Csv.Replace(',', '\t')), "rows.tsv");

    [Fact]
    public void JSON_Lines() => Check(Encoding.UTF8.GetBytes(JsonLines), "rows.jsonl");

    [Fact]
    public async Task Parquet()
    {
        using var file = new MemoryStream();
        await ParquetFiles.WriteAsync(file, ["a fine film", null, "boring"], [1, 0, 0]);
        Check(file.ToArray(), "rows.parquet");
    }

    [Fact]
    public void Packed()
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            gzip.Write(Encoding.UTF8.GetBytes(Csv));
        }

        using var folder = new TemporaryFolder();
        var path = folder["rows.csv.gz"];
        Mutated(packed.ToArray()).Sample(
            bytes =>
            {
                File.WriteAllBytes(path, bytes);
                return IsAnswered(() => Table.Read(path, new TableSettings(), _ => ["text", "label"]));
            },
            iter: 100,
            threads: 1);
    }

    [Fact]
    public void Series_of_any_cells()
    {
        using var folder = new TemporaryFolder();
        var cell = Gen.OneOf(
            Gen.Const("1"), Gen.Const("-2.5e3"), Gen.Const(""), Gen.Const("NaN"), Gen.Const("1,5"), Gen.Const("train"), Gen.Const("test"),
            Gen.String[Gen.Char[" aé\"';\t0123456789.-"], 0, 4]);
        var path = folder["series.csv"];
        cell.Array[4].Array[0, 12].Sample(
            rows =>
            {
                File.WriteAllText(path, "a,b,id,y\n" + string.Concat(rows.Select(row =>
                    string.Join(',', row.Select(text => $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")) + "\n")));
                var context = new TaskContext(folder.Path, null, null);
                return IsAnswered(() => new SeriesTask(path) { Targets = ["y"] }.Load(context, default))
                    && IsAnswered(() => new SeriesTask(path) { Label = "y", SeriesColumn = "id", Values = ["a", "b"] }
                        .Load(context, default));
            },
            iter: 100,
            threads: 1);
    }

    private static void Check(byte[] sound, string name) => Mutated(sound).Sample(
        bytes => IsAnswered(() =>
            Table.Read(new MemoryStream(bytes), name, new TableSettings().For(name), _ => ["text", "label"])),
        iter: 500,
        threads: 1);

    private static bool IsAnswered(Action read)
    {
        try
        {
            read();
        }
        catch (TaskDataException problem)
        {
            return problem.Message.Length > 0;
        }

        return true;
    }
}
