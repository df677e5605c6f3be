using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json.Nodes;
using SerpentDsl.Io;

namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>
/// Writes a run's curves for TensorBoard, as TFRecords (a length and as many bytes, each followed by a masked CRC-32C) that each contain an
/// <c>Event</c> message with one scalar.
/// </summary>
internal static class TensorBoardEvents
{
    private const int WireVarint = 0;
    private const int WireFixed64 = 1;
    private const int WireBytes = 2;
    private const int WireFixed32 = 5;

    /// <summary>Writes one folder for each run, as TensorBoard's <c>--logdir</c> expects.</summary>
    /// <param name="folder">The folder for the runs' folders; existing files of the same run are replaced.</param>
    /// <param name="runs">The runs.</param>
    /// <returns>The files that were written.</returns>
    public static IReadOnlyList<string> Write(string folder, IReadOnlyList<ReportRun> runs)
    {
        var files = new List<string>();
        foreach (var (number, run) in runs.Index())
        {
            var name = Path.GetFileName(run.Folder);
            var isOnly = runs.Count(other => Path.GetFileName(other.Folder) == name) == 1;
            var place = Path.Combine(folder, isOnly ? name : string.Create(CultureInfo.InvariantCulture, $"{number + 1}-{name}"));
            Directory.CreateDirectory(place);
            var began = Began(run);
            var path = Path.Combine(
                place, string.Create(CultureInfo.InvariantCulture, $"events.out.tfevents.{(long)began:0000000000}.serpent"));
            AtomicFile.Write(path, stream => Write(stream, run, began));
            files.Add(path);
        }

        return files;
    }

    /// <summary>The CRC-32C (Castagnoli) of bytes.</summary>
    internal static uint Crc(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc = BitOperations.Crc32C(crc, one);
        }

        return ~crc;
    }

    private static void Write(Stream stream, ReportRun run, double began)
    {
        var version = new List<byte>();
        Fixed64(version, 1, began);
        Bytes(version, 3, "brain.Event:2"u8);
        Record(stream, version);
        foreach (var chart in ReportChart.Of([run]))
        {
            foreach (var series in chart.Series)
            {
                var tag = series.Name.Length == 0 ? chart.Id : $"{chart.Id}/{series.Name}";
                (int Step, double Seconds)[] places = series.Place == ReportChart.AtSteps
                    ? [.. run.Metrics.Steps.Select(step => (step.Step, step.Seconds))]
                    : [.. run.Metrics.Validations.Select(validation => (validation.Step, validation.Seconds))];
                foreach (((var step, var seconds), var value) in places.Zip(series.Values))
                {
                    if (value is { } scalar)
                    {
                        Record(stream, Scalar(began + seconds, step, tag, (float)scalar));
                    }
                }
            }
        }
    }

    private static List<byte> Scalar(double time, int step, string tag, float value)
    {
        var scalar = new List<byte>();
        Bytes(scalar, 1, Encoding.UTF8.GetBytes(tag));
        Key(scalar, 2, WireFixed32);
        scalar.AddRange(BitConverter.GetBytes(value));
        var summary = new List<byte>();
        Bytes(summary, 1, [.. scalar]);
        var message = new List<byte>();
        Fixed64(message, 1, time);
        Key(message, 2, WireVarint);
        Varint(message, (ulong)step);
        Bytes(message, 5, [.. summary]);
        return message;
    }

    private static void Record(Stream stream, List<byte> message)
    {
        byte[] data = [.. message];
        var length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)data.Length);
        Checked(stream, length);
        Checked(stream, data);
    }

    /// <summary>
    /// Writes bytes and their masked checksum, which is rotated and shifted, because checksums of data that contains checksums are weak.
    /// </summary>
    private static void Checked(Stream stream, byte[] bytes)
    {
        var mask = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(mask, unchecked(BitOperations.RotateRight(Crc(bytes), 15) + 0xa282ead8));
        stream.Write(bytes);
        stream.Write(mask);
    }

    private static void Fixed64(List<byte> message, int field, double value)
    {
        Key(message, field, WireFixed64);
        message.AddRange(BitConverter.GetBytes(value));
    }

    private static void Bytes(List<byte> message, int field, ReadOnlySpan<byte> bytes)
    {
        Key(message, field, WireBytes);
        Varint(message, (ulong)bytes.Length);
        message.AddRange(bytes);
    }

    private static void Key(List<byte> message, int field, int wire) => Varint(message, (ulong)((field << 3) | wire));

    private static void Varint(List<byte> message, ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            message.Add((byte)(value | 0x80));
        }

        message.Add((byte)value);
    }

    private static double Began(ReportRun run) =>
        run.Configuration["started"] is JsonValue value && value.TryGetValue(out DateTime started)
            ? (started - DateTime.UnixEpoch).TotalSeconds
            : 0;
}
