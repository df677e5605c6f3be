using System.Buffers.Binary;
using System.Text;
using SerpentDsl.Experiments.Reports.RunReport;
using SerpentDsl.Experiments.Tests.Commands;
using SerpentDsl.Testing;

namespace SerpentDsl.Experiments.Tests.Reports;

/// <summary>Event files, read back by another reader than the writer's: bit by bit the checksum, field by field the messages.</summary>
public sealed class TensorBoardEventsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_checksum_is_Castagnolis()
    {
        // RFC 3720, B.4, and the usual check value.
        Assert.Equal(0xE3069283u, TensorBoardEvents.Crc("123456789"u8));
        Assert.Equal(0x8A9136AAu, TensorBoardEvents.Crc(new byte[32]));
        Assert.Equal(0x62A8AB43u, TensorBoardEvents.Crc(Enumerable.Repeat((byte)0xff, 32).ToArray()));
        Assert.Equal(0x46DD794Eu, TensorBoardEvents.Crc([.. Enumerable.Range(0, 32).Select(i => (byte)i)]));
        Assert.Equal(0u, TensorBoardEvents.Crc([]));
    }

    [Fact]
    public void The_curves_of_runs_come_back()
    {
        string[] runs = [WrittenRun.Write(_folder["a"], 1), WrittenRun.Write(_folder["b"], 2)];
        var (code, output, errors) = Cli.Run("report", runs[0], runs[1], "--tensorboard", _folder["events"]);
        Assert.Equal((0, ""), (code, errors));
        var files = Directory.GetFiles(_folder["events"], "*", SearchOption.AllDirectories);
        Assert.Equal(2, files.Length);
        Assert.All(files, file => Assert.Contains(file, output));
        Assert.Equal("events.out.tfevents.1767323045.serpent", Path.GetFileName(files[0]));

        var scalars = Read(
            files.Single(file => file.Contains($"{Path.DirectorySeparatorChar}b{Path.DirectorySeparatorChar}", StringComparison.Ordinal)));
        Assert.Equal(
            [
                "accuracy/train",
                "accuracy/validation",
                "compression/branch1",
                "learning-rate",
                "loss/train",
                "loss/validation",
                "memory",
                "throughput"
            ],
            scalars.Select(scalar => scalar.Tag).Distinct().Order(StringComparer.Ordinal));
        Scalar[] losses = [.. scalars.Where(scalar => scalar.Tag == "loss/train")];
        Assert.Equal(Enumerable.Range(1, WrittenRun.Steps).Select(step => (long)step), losses.Select(scalar => scalar.Step));
        Assert.All(losses, scalar => Assert.Equal((float)WrittenRun.LossAt((int)scalar.Step, 2), scalar.Value));
        Assert.All(losses, scalar => Assert.Equal(1767323045 + (scalar.Step * 0.5), scalar.Time));
        Assert.Equal([0L, 50, 100, 150, 200], scalars.Where(scalar => scalar.Tag == "loss/validation").Select(scalar => scalar.Step));
    }

    private sealed record Scalar(double Time, long Step, string Tag, float Value);

    private static List<Scalar> Read(string file)
    {
        var bytes = File.ReadAllBytes(file);
        var scalars = new List<Scalar>();
        var at = 0;
        while (at < bytes.Length)
        {
            var length = Take(bytes, ref at, 8);
            var data = Take(bytes, ref at, checked((int)BinaryPrimitives.ReadUInt64LittleEndian(length)));
            var message = Fields(data);
            if (message.TryGetValue(3, out var version))
            {
                Assert.Empty(scalars);
                Assert.Equal("brain.Event:2", Encoding.UTF8.GetString(version));
                continue;
            }

            var value = Fields(Fields(message[5])[1]);
            scalars.Add(new Scalar(
                BitConverter.ToDouble(message[1]),
                BitConverter.ToInt64(message[2]),
                Encoding.UTF8.GetString(value[1]),
                BitConverter.ToSingle(value[2])));
        }

        return scalars;
    }

    /// <summary>The next bytes, whose checksum follows.</summary>
    private static ReadOnlySpan<byte> Take(byte[] bytes, ref int at, int count)
    {
        ReadOnlySpan<byte> taken = bytes.AsSpan(at, count);
        var crc = 0xffffffff;
        foreach (var one in taken)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++)
            {
                crc = (crc >> 1) ^ ((crc & 1) * 0x82f63b78);
            }
        }

        crc = ~crc;
        Assert.Equal(
            unchecked(((crc >> 15) | (crc << 17)) + 0xa282ead8), BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at + count)));
        at += count + 4;
        return taken;
    }

    /// <summary>The fields of a message, the varints as eight bytes.</summary>
    private static Dictionary<int, byte[]> Fields(ReadOnlySpan<byte> message)
    {
        var fields = new Dictionary<int, byte[]>();
        var at = 0;
        while (at < message.Length)
        {
            var key = Varint(message, ref at);
            var size = (key & 7) switch { 1 => 8, 5 => 4, 2 => (int)Varint(message, ref at), _ => 0 };
            fields.Add(
                (int)(key >> 3), (key & 7) == 0 ? BitConverter.GetBytes(Varint(message, ref at)) : message.Slice(at, size).ToArray());
            at += size;
        }

        return fields;
    }

    private static ulong Varint(ReadOnlySpan<byte> message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var one = message[at++];
            value |= (ulong)(one & 0x7f) << shift;
            if (one < 0x80)
            {
                return value;
            }
        }
    }
}
