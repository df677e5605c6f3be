using System.Text;
using SerpentDsl.Io;
using SerpentDsl.Native;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Io;

public sealed class SafetensorsFileTests
{
    private const int Mutations = 12_000;

    public static TheoryData<ScalarType> Types =>
    [
        ScalarType.Float64, ScalarType.Float32, ScalarType.Float16, ScalarType.BFloat16, ScalarType.Int64,
        ScalarType.Int32, ScalarType.Int16, ScalarType.Int8, ScalarType.Byte, ScalarType.Bool,
    ];

    [Theory]
    [MemberData(nameof(Types))]
    public void What_is_written_is_read_again(ScalarType type)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        Tensor matrix = TensorRange.Of(6, ScalarType.Float32).reshape(2, 3).to(type), scalar = ones([], type), none = zeros([0, 4], type);
        SafetensorsFile.Write(folder["a"], [("matrix", matrix), ("scalar", scalar), ("none", none)]);
        var file = SafetensorsFile.Read(folder["a"]);
        Assert.Equal(["matrix", "scalar", "none"], file.Names);
        foreach (var (name, expected) in new[] { ("matrix", matrix), ("scalar", scalar), ("none", none) })
        {
            var actual = file.ToTensor(name);
            Assert.Equal(type, actual.dtype);
            Tolerance.AssertClose(expected, actual, 0, name);
        }
    }

    [Fact]
    public void A_view_is_written_by_its_values_not_by_its_memory()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var view = TensorRange.Of(12, ScalarType.Float32).reshape(3, 4).transpose(0, 1)[TensorIndex.Slice(1, 3)];
        SafetensorsFile.Write(folder["a"], [("view", view)]);
        Tolerance.AssertClose(view, SafetensorsFile.Read(folder["a"]).ToTensor("view"), 0, "view");
    }

    [Fact]
    public void The_same_content_gives_the_same_bytes_whatever_the_order_of_the_metadata()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        var value = TensorRange.Of(3, ScalarType.Float64);
        SafetensorsFile.Write(folder["a"], [("x", value)], new Dictionary<string, string> { ["b"] = "2", ["a"] = "é\"" });
        SafetensorsFile.Write(folder["b"], [("x", value)], new Dictionary<string, string> { ["a"] = "é\"", ["b"] = "2" });
        var first = File.ReadAllBytes(folder["a"]);
        Assert.Equal(first, File.ReadAllBytes(folder["b"]));
        Assert.Equal(0, (first.Length - (3 * sizeof(double))) % 8);
        Assert.Equal("é\"", SafetensorsFile.Read(folder["a"]).Metadata["a"]);
    }

    [Fact]
    public void A_failing_write_leaves_the_old_file_and_nothing_else()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        SafetensorsFile.Write(folder["a"], [("x", zeros(2))]);
        var before = File.ReadAllBytes(folder["a"]);
        Assert.Throws<InvalidDataException>(() => AtomicFile.Write(folder["a"], stream =>
        {
            stream.WriteByte(1);
            throw new InvalidDataException();
        }));
        Assert.Equal(["a"], folder.Files);
        Assert.Equal(before, File.ReadAllBytes(folder["a"]));
    }

    [Fact]
    public void Names_given_twice_or_reserved_and_complex_tensors_are_refused()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        Assert.Contains(
            "'x'",
            Assert.Throws<SafetensorsException>(() => SafetensorsFile.Write(folder["a"], [("x", zeros(1)), ("x", zeros(1))])).Message);
        Assert.Throws<SafetensorsException>(() => SafetensorsFile.Write(folder["a"], [("__metadata__", zeros(1))]));
        Assert.Contains(
            "view_as_real",
            Assert.Throws<SafetensorsException>(
                () => SafetensorsFile.Write(folder["a"], [("z", zeros(1, ScalarType.ComplexFloat32))])).Message);
        Assert.Empty(folder.Files);
    }

    [Fact]
    public void An_unknown_tensor_is_refused_with_the_names_that_exist()
    {
        var file = Parse("""{"weight":{"dtype":"U8","shape":[1],"data_offsets":[0,1]}}""", 1);
        var error = Assert.Throws<SafetensorsException>(() => file.ToTensor("bias"));
        Assert.Contains("'bias'", error.Message);
        Assert.Contains("weight", error.Message);
    }

    [Theory]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 7, "truncated")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,16]}}""", 16, "gap")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}""", 9, "belong to none")]
    [InlineData("""{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}""", 8, "needs 12 bytes")]
    [InlineData("""{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}""", 8, "more than 2^63")]
    [InlineData("""{"a":{"dtype":"F32","shape":[0,4611686018427387904,4],"data_offsets":[0,0]}}""", 0, "more than 2^63")]
    [InlineData("""{"a":{"dtype":"F32","shape":[1e400],"data_offsets":[0,8]}}""", 8, "1e400")]
    [InlineData("""{"a":{"dtype":"F32","shape":["NaN"],"data_offsets":[0,8]}}""", 8, "NaN")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}""", 8, "bytes 8 to 0")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0]}}""", 8, "begin and end")]
    [InlineData("""{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}""", 8, "non-negative")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2.5],"data_offsets":[0,8]}}""", 8, "non-negative")]
    [InlineData("""{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,99999999999999999999]}}""", 8, "non-negative")]
    [InlineData("""{"a":{"dtype":"C64","shape":[1],"data_offsets":[0,8]}}""", 8, "C64")]
    [InlineData("""{"a":{"shape":[1],"data_offsets":[0,8]}}""", 8, "dtype")]
    [InlineData("""{"a":{"dtype":"F64","data_offsets":[0,8]}}""", 8, "shape")]
    [InlineData("""{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8],"stride":1}}""", 8, "stride")]
    [InlineData("""{"a":{"dtype":"F64","dtype":"F64","shape":[1],"data_offsets":[0,8]}}""", 8, "twice")]
    [InlineData(
        """{"a":{"dtype":"F64","shape":[1],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}""", 8, "overlap")]
    [InlineData(
        """{"a":{"dtype":"U8","shape":[1],"data_offsets":[0,1]},"a":{"dtype":"U8","shape":[1],"data_offsets":[1,2]}}""",
        2,
        "'a' appears twice")]
    [InlineData("""{"__metadata__":{"k":1}}""", 0, "'k'")]
    [InlineData("""{"__metadata__":[]}""", 0, "not an object")]
    [InlineData("""{"a":1}""", 0, "'a'")]
    [InlineData("""[]""", 0, "not an object")]
    [InlineData("""{"a":""", 0, "not valid JSON")]
    public void A_malformed_header_is_refused_with_the_reason(string header, int dataLength, string reason)
    {
        var error = Assert.Throws<SafetensorsException>(() => Parse(header, dataLength));
        Assert.Contains(reason, error.Message);
        Assert.StartsWith("test.safetensors", error.Message);
    }

    [Fact]
    public void Too_many_dimensions_deep_nesting_and_bytes_that_are_no_text_are_refused()
    {
        var many = string.Join(',', Enumerable.Repeat("1", 100_000));
        Assert.Contains(
            "100000 numbers in 'shape'",
            Assert.Throws<SafetensorsException>(
                () => Parse($$$"""{"a":{"dtype":"U8","shape":[{{{many}}}],"data_offsets":[0,1]}}""", 1)).Message);
        Assert.Contains(
            "not valid JSON", Assert.Throws<SafetensorsException>(() => Parse("{\"a\":" + new string('[', 1_000_000), 1)).Message);
        byte[] json = [.. "{\""u8, 0xff, 0xc3, 0x28, .. "\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}"u8];
        Assert.Throws<SafetensorsException>(
            () => SafetensorsFile.Read(new MemoryStream([.. BitConverter.GetBytes((ulong)json.Length), .. json, 0]), "test.safetensors"));
    }

    [Theory]
    [InlineData(0UL)]
    [InlineData(1000UL)]
    [InlineData(ulong.MaxValue)]
    [InlineData((ulong)long.MaxValue)]
    public void A_wrong_header_length_is_refused(ulong length)
    {
        byte[] content = [.. BitConverter.GetBytes(length), .. "{}"u8];
        Assert.Throws<SafetensorsException>(() => SafetensorsFile.Read(new MemoryStream(content), "test.safetensors"));
    }

    [Fact]
    public void A_missing_file_is_reported_by_its_path()
    {
        var error = Assert.Throws<SafetensorsException>(() => SafetensorsFile.Read("no/such/file.safetensors"));
        Assert.Contains("no/such/file.safetensors", error.Message);
    }

    [Fact]
    public void Thousands_of_mutilated_files_are_read_or_refused_but_never_anything_else()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        SafetensorsFile.Write(
            folder["a"],
            [("weight", rand(3, 5)), ("bias", rand(3, ScalarType.Float64)), ("mask", zeros([], ScalarType.Bool))],
            new Dictionary<string, string> { ["step"] = "7" });
        var good = File.ReadAllBytes(folder["a"]);
        var headerEnd = 8 + (int)BitConverter.ToUInt64(good);
        var random = new Random(20261122);
        var refused = 0;
        for (var round = 0; round < Mutations; round++)
        {
            byte[] bad;
            if (round % 8 == 0)
            {
                bad = Mutation.Of(good, random); // the length field and the data too
            }
            else
            {
                // A damaged header whose length is right again: only then is it looked into.
                var header = Mutation.Of(good[8..headerEnd], random);
                bad = [.. BitConverter.GetBytes((ulong)header.Length), .. header, .. good[headerEnd..]];
            }

            try
            {
                var file = SafetensorsFile.Read(new MemoryStream(bad), "fuzzed");
                foreach (var name in file.Names)
                {
                    file.ToTensor(name).Dispose();
                }
            }
            catch (SafetensorsException error)
            {
                Assert.StartsWith("fuzzed", error.Message);
                refused++;
            }
        }

        Assert.InRange(refused, Mutations / 2, Mutations);
    }

    [Fact]
    public void Every_fixture_of_the_repository_can_be_read()
    {
        var folder = RepositoryRoot.Combine("tests", "fixtures");
        var toRefuse = Path.Combine("import", "refuse");
        foreach (var path in Directory.EnumerateFiles(folder, "*.safetensors", SearchOption.AllDirectories)
            .Where(path => !path.Contains(toRefuse, StringComparison.Ordinal)))
        {
            Assert.NotEmpty(SafetensorsFile.Read(path).Names);
        }
    }

    private static SafetensorsFile Parse(string header, int dataLength)
    {
        var json = Encoding.UTF8.GetBytes(header);
        byte[] content = [.. BitConverter.GetBytes((ulong)json.Length), .. json, .. new byte[dataLength]];
        return SafetensorsFile.Read(new MemoryStream(content), "test.safetensors");
    }
}
