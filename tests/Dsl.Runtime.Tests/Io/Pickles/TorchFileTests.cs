using System.IO.Compression;
using SerpentDsl.Io;
using SerpentDsl.Native;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Io;

public sealed class TorchFileTests
{
    private static readonly byte[] s_six = Floats(0, 1, 2, 3, 4, 5);

    public static TheoryData<string, string> Kinds => new()
    {
        { "DoubleStorage", "F64" }, { "FloatStorage", "F32" }, { "HalfStorage", "F16" }, { "BFloat16Storage", "BF16" },
        { "LongStorage", "I64" }, { "IntStorage", "I32" }, { "ShortStorage", "I16" }, { "CharStorage", "I8" }, { "ByteStorage", "U8" },
        { "BoolStorage", "BOOL" },
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Every_kind_of_number_is_read_in_both_byte_orders(string kind, string type)
    {
        var size = SafetensorsType.Named(type)!.Size;
        byte[] data = [.. Enumerable.Range(1, 3 * size).Select(i => (byte)i)];
        var tensors = new[] { SavedTensor.Whole("a", kind, "0", 3) };
        var little = TorchArchive.Read(new TorchArchive { Prefix = "x" }.Write(tensors, new Dictionary<string, byte[]> { ["0"] = data }));
        Assert.Equal(type, little.Entries["a"].Type.Name);
        Assert.Equal(data, little.Entries["a"].Data.ToArray());

        var archive = new TorchArchive();
        archive.Records["byteorder"] = "big"u8.ToArray();
        var swapped = TorchArchive.Read(archive.Write(tensors, new Dictionary<string, byte[]> { ["0"] = data })).Entries["a"].Data;
        Assert.Equal(data.Chunk(size).SelectMany(number => number.Reverse()), swapped.ToArray());
    }

    [Fact]
    public void Tensors_are_views_of_shared_storages_with_offsets_and_strides()
    {
        using var scope = NewDisposeScope();
        var file = Read(
            new SavedTensor("whole", "FloatStorage", "0", 6, 0, [2, 3], [3, 1]),
            new SavedTensor("turned", "FloatStorage", "0", 6, 0, [3, 2], [1, 3]),
            new SavedTensor("column", "FloatStorage", "0", 6, 1, [2], [3]),
            new SavedTensor("tail", "FloatStorage", "0", 6, 4, [2], [1]),
            new SavedTensor("one", "FloatStorage", "0", 6, 5, [], []),
            new SavedTensor("none", "FloatStorage", "0", 6, 0, [0, 7], [7, 1]));
        Assert.Equal(["whole", "turned", "column", "tail", "one", "none"], file.Names);
        var whole = TensorRange.Of(0, 6, ScalarType.Float32).view(2, 3);
        Tolerance.AssertClose(whole, file.ToTensor("whole"), 0, "whole");
        Tolerance.AssertClose(whole.t(), file.ToTensor("turned"), 0, "turned");
        Tolerance.AssertClose(tensor(new[] { 1f, 4f }), file.ToTensor("column"), 0, "column");
        Tolerance.AssertClose(tensor(new[] { 4f, 5f }), file.ToTensor("tail"), 0, "tail");
        Tolerance.AssertClose(tensor(5f), file.ToTensor("one"), 0, "one");
        Assert.Equal([0, 7], file.ToTensor("none").shape);
    }

    [Theory]
    [InlineData("state_dict")]
    [InlineData("model")]
    [InlineData("model_state_dict")]
    [InlineData("module")]
    public void The_state_dict_may_lie_in_what_a_training_program_saved(string wrapper)
    {
        var tensors = new[] { SavedTensor.Whole("a", "FloatStorage", "0", 6) };
        var storages = new Dictionary<string, byte[]> { ["0"] = s_six };
        Assert.Equal(["a"], TorchArchive.Read(new TorchArchive { Wrapper = wrapper }.Write(tensors, storages)).Names);
        Assert.Contains("no dictionary of tensors", Refuse(new TorchArchive { Wrapper = "weights" }.Write(tensors, storages)));
    }

    public static TheoryData<string, string> BadTensors => new()
    {
        { "beyond", "does not lie in its storage" }, { "offset", "does not lie in its storage" },
        { "expanded", "does not lie in its storage" },
        { "huge", "does not lie in its storage" }, { "empty and huge", "does not lie in its storage" },
        { "negative", "of values that do not fit" }, { "declared larger", "is said to have 28 bytes, but its record has 24" },
        { "declared beyond 2^63", "but its record has 24" }, { "no record", "is not in the archive" },
        { "two kinds", "in another way" }, { "complex", "names torch.ComplexFloatStorage" },
    };

    [Theory]
    [MemberData(nameof(BadTensors))]
    public void A_tensor_that_does_not_lie_in_its_storage_is_refused(string fault, string message)
    {
        SavedTensor bad = fault switch
        {
            "beyond" => new("a", "FloatStorage", "0", 6, 0, [2, 3], [4, 1]),
            "offset" => new("a", "FloatStorage", "0", 6, 5, [2], [1]),
            "expanded" => new("a", "FloatStorage", "0", 6, 0, [1_000_000], [0]),
            "huge" => new("a", "FloatStorage", "0", 6, 0, [long.MaxValue, long.MaxValue, long.MaxValue], [long.MaxValue, 1, 0]),
            "empty and huge" => new("a", "FloatStorage", "0", 6, 0, [0, long.MaxValue, long.MaxValue], [1, 1, 1]),
            "negative" => new("a", "FloatStorage", "0", 6, 0, [-2], [1]),
            "declared larger" => new("a", "FloatStorage", "0", 7, 0, [2], [1]),
            "declared beyond 2^63" => new("a", "FloatStorage", "0", long.MaxValue, 0, [2], [1]),
            "no record" => new("a", "FloatStorage", "9", 6, 0, [2], [1]),
            "two kinds" => new("a", "IntStorage", "0", 6, 0, [2], [1]),
            _ => new("a", "ComplexFloatStorage", "0", 6, 0, [2], [1]),
        };
        SavedTensor[] before = fault == "two kinds" ? [SavedTensor.Whole("good", "FloatStorage", "0", 6)] : [];
        Assert.Contains(message, Refuse(Write([.. before, bad])));
    }

    [Fact]
    public void A_small_file_cannot_ask_for_much_memory()
    {
        // Ten thousand names for one storage, each with its elements in another order.
        var tensors = Enumerable.Range(0, 10_000).Select(i => new SavedTensor($"{i}", "ByteStorage", "0", 40_000, 0, [200, 200], [1, 200]));
        var file = new TorchArchive().Write(tensors, new Dictionary<string, byte[]> { ["0"] = new byte[40_000] });
        Assert.Contains("views of the same data", Refuse(file));

        var zeros = new Dictionary<string, byte[]> { ["0"] = new byte[4_000_000] };
        var packed = new TorchArchive { Compression = CompressionLevel.Optimal };
        Assert.Contains("is compressed", Refuse(packed.Write([SavedTensor.Whole("a", "FloatStorage", "0", 1_000_000)], zeros)));
    }

    [Fact]
    public void Archives_of_something_else_are_refused_by_what_they_are()
    {
        var archive = new TorchArchive();
        Assert.Contains("has 0 records data.pkl", Refuse(archive.Zip([("word/document.xml", [1])])));
        Assert.Contains("has 2 records data.pkl", Refuse(archive.Zip([("a/data.pkl", [1]), ("b/data.pkl", [1])])));
        Assert.Contains("two records", Refuse(archive.Zip([("a/data.pkl", [1]), ("a/data.pkl", [1])])));
        Assert.Contains("TorchScript", Refuse(archive.Zip([("a/data.pkl", [1]), ("a/constants.pkl", [1])])));
        Assert.Contains("neither 'little' nor 'big'", Refuse(archive.Zip([("a/data.pkl", [1]), ("a/byteorder", [1])])));
        Assert.Contains("ends too early", Refuse(archive.Zip([("a/data.pkl", [])])));
        Assert.Contains("truncated or damaged", Refuse(Write(SavedTensor.Whole("a", "FloatStorage", "0", 6))[..^30]));
    }

    [Fact]
    public void Older_pickles_are_refused_with_the_way_to_convert_them()
    {
        var message = Refuse([0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, .. "."u8]);
        Assert.Contains("of PyTorch before 1.6", message);
        Assert.Contains("torch.save(torch.load(", message);
        Assert.DoesNotContain('\n', message);
        Assert.Contains("without PyTorch's zip archive", Refuse(new PickleBytes().Op(PickleOpcode.EmptyDict).Stop()));
    }

    private static SafetensorsFile Read(params SavedTensor[] tensors) => TorchArchive.Read(Write(tensors));

    private static byte[] Write(params SavedTensor[] tensors) =>
        new TorchArchive().Write(tensors, new Dictionary<string, byte[]> { ["0"] = s_six });

    private static string Refuse(byte[] file)
    {
        var message = Assert.Throws<SafetensorsException>(() => TorchArchive.Read(file)).Message;
        Assert.StartsWith("saved.bin", message);
        return message;
    }

    private static byte[] Floats(params float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];
}
