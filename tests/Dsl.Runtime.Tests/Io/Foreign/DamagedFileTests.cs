using CsCheck;
using SerpentDsl.Io;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Io;

/// <summary>Files of others with random damage are read or refused by their own exception; nothing else comes out.</summary>
public sealed class DamagedFileTests
{
    private const int Rounds = 1500;

    private static readonly byte[][] s_pieces =
    [
        "Infinity"u8.ToArray(), "NaN"u8.ToArray(), "1e999"u8.ToArray(), "-1"u8.ToArray(), "9223372036854775807"u8.ToArray(),
        "[[["u8.ToArray(), "null"u8.ToArray(), "{}"u8.ToArray(), "\"\\ud800\""u8.ToArray(), [0xff, 0xc3, 0x28],
        [0x8a, 8, 255, 255, 255, 255, 255, 255, 255, 127],
        "cos\nsystem\n"u8.ToArray(), [(byte)'R'], [(byte)'('], [(byte)'t'], [(byte)'b'], [(byte)'h', 0], [(byte)'q', 0], [0x93], [0x81],
    ];

    private static readonly SavedTensor[] s_tensors =
    [
        SavedTensor.Whole("a", "FloatStorage", "0", 2, 3),
        new("b", "FloatStorage", "0", 6, 1, [2, 2], [1, 2]),
        SavedTensor.Whole("c", "BFloat16Storage", "1", 4),
    ];

    /// <summary>Places, as a share of the length, with what happens there.</summary>
    private static readonly Gen<(double At, int Kind, byte Value, int Length)[]> s_damage =
        Gen.Select(Gen.Double[0, 1], Gen.Int[0, 5], Gen.Byte, Gen.Int[1, 30]).Array[1, 4];

    [Fact]
    public void Safetensors_files() => Check(
        SafetensorsBytes(),
        file =>
        {
            using var stream = new MemoryStream(file);
            return SafetensorsFile.Read(stream, "damaged");
        });

    [Fact]
    public void Files_of_torch_save() => Check(
        new TorchArchive().Write(s_tensors, Storages()),
        file =>
        {
            using var stream = new MemoryStream(file);
            return TorchFile.Read(stream, "damaged");
        });

    [Fact]
    public void Pickles_in_an_intact_archive()
    {
        var pickle = new PickleBytes().Op(PickleOpcode.EmptyDict).Op(PickleOpcode.BinPut, 0).Op(PickleOpcode.Mark);
        foreach (var tensor in s_tensors)
        {
            pickle.Text(tensor.Name).Tensor(tensor);
        }

        Check(pickle.Op(PickleOpcode.SetItems).Stop(), damaged =>
        {
            var archive = new TorchArchive();
            archive.Records["data.pkl"] = damaged;
            using var stream = new MemoryStream(archive.Write([], Storages()));
            return TorchFile.Read(stream, "damaged");
        });
    }

    [Fact]
    public void Configurations()
    {
        using var scope = NewDisposeScope();
        using var model = new TinyMamba(second: true);
        using var folder = new TemporaryFolder();
        var layout = OfficialCheckpoint.LayoutOf(model, "original");
        OfficialCheckpoint.Write(model, folder.Path, layout);
        var tensors = TensorFiles.Read(folder.Path);
        Check(System.Text.Encoding.UTF8.GetBytes(layout.Config!), damaged =>
        {
            using var inner = NewDisposeScope();
            OfficialCheckpoint.Of("damaged", tensors, damaged).CopyTo(model);
            return tensors;
        });
    }

    private static void Check(byte[] good, Func<byte[], SafetensorsFile> read) => s_damage.Sample(
        damage =>
        {
            try
            {
                foreach (var entry in read(Damaged(good, damage)).Entries.Values)
                {
                    Assert.Equal(entry.Shape.Aggregate((long)entry.Type.Size, (bytes, size) => bytes * size), entry.Data.Length);
                }
            }
            catch (SafetensorsException refused)
            {
                Assert.StartsWith("damaged", refused.Message);
                Assert.DoesNotContain("   at ", refused.Message);
            }
        },
        iter: Rounds,
        threads: 1);

    private static byte[] Damaged(byte[] good, (double At, int Kind, byte Value, int Length)[] damage)
    {
        var bad = good;
        foreach (var (share, kind, value, length) in damage)
        {
            if (bad.Length == 0)
            {
                return bad;
            }

            var at = (int)(share * (bad.Length - 1));
            var end = Math.Min(at + length, bad.Length);
            bad = kind switch
            {
                0 => [.. bad[..at], value, .. bad[(at + 1)..]],
                1 => bad[..at],
                2 => [.. bad[..at], .. bad[end..]],
                3 => [.. bad[..end], .. bad[at..]],
                4 => [.. bad[..at], .. s_pieces[value % s_pieces.Length], .. bad[at..]],
                _ => [.. bad[..at], .. s_pieces[value % s_pieces.Length], .. bad[end..]],
            };
        }

        return bad;
    }

    private static Dictionary<string, byte[]> Storages() => new() { ["0"] = new byte[24], ["1"] = new byte[8] };

    private static byte[] SafetensorsBytes()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        SafetensorsFile.Write(folder["x"], [("a", zeros(2, 3)), ("b", zeros([4], ScalarType.BFloat16))]);
        return File.ReadAllBytes(folder["x"]);
    }
}
