using System.Text;
using SerpentDsl.Io;
using SerpentDsl.Native;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Io;

public sealed class TensorFilesTests
{
    private const string First = "model-00001-of-00002.safetensors";
    private const string IndexName = "model.safetensors.index.json";
    private const string Second = "model-00002-of-00002.safetensors";
    private const string Good =
        $$$"""{"metadata":{"total_size":20},"weight_map":{"a":"{{{First}}}","b":"{{{First}}}","c":"{{{Second}}}"}}""";

    [Fact]
    public void Several_files_are_read_as_one_by_index_or_folder()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        Write(folder);
        foreach (var path in new[] { folder.Path, folder[IndexName] })
        {
            var file = TensorFiles.Read(path);
            Assert.Equal(["a", "b", "c"], file.Names);
            Assert.Equal("pt", file.Metadata["format"]);
            Tolerance.AssertClose(full([2], Scalars.Of(3f)), file.ToTensor("c"), 0, "c");
        }

        Assert.Equal(["c"], TensorFiles.Read(folder[Second]).Names);
    }

    [Fact]
    public void A_byte_order_mark_of_an_index_is_no_part_of_it()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        Write(folder);
        File.WriteAllText(folder[IndexName], Good, new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: true));
        Assert.Equal(["a", "b", "c"], TensorFiles.Read(folder.Path).Names);
        File.WriteAllText(folder[IndexName], Good, System.Text.Encoding.Unicode);
        Assert.Contains("UTF-16", Refuse(folder.Path));
    }

    [Fact]
    public void A_folder_with_none_or_both_forms_is_refused()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        Assert.Contains(
            "neither model.safetensors nor model.safetensors.index.json nor pytorch_model.bin nor pytorch_model.bin.index.json",
            Refuse(folder.Path));
        Write(folder);
        SafetensorsFile.Write(folder[TensorFiles.SafetensorsName], [("a", zeros(1))]);
        Assert.Contains("both", Refuse(folder.Path));
    }

    [Theory]
    [InlineData("../model.safetensors")]
    [InlineData("/etc/model.safetensors")]
    [InlineData("..\\\\model.safetensors")]
    [InlineData("C:model.safetensors")]
    [InlineData("sub/model-00001.safetensors")]
    [InlineData(".hidden.safetensors")]
    [InlineData("model.safetensors\\u0000.safetensors")]
    [InlineData("/etc/passwd")]
    [InlineData("")]
    [InlineData("..")]
    public void An_index_names_nothing_outside_its_folder(string name)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["index.json"], $$$"""{"weight_map":{"weight":"{{{name}}}"}}""");
        var message = Refuse(folder["index.json"]);
        Assert.Contains("'weight'", message);
        Assert.Contains("plain name", message);
    }

    [Theory]
    [InlineData("{}", "'weight_map'")]
    [InlineData("[]", "'weight_map'")]
    [InlineData("""{"weight_map":[]}""", "'weight_map'")]
    [InlineData("""{"weight_map":{}}""", "lists no tensor")]
    [InlineData("""{"weight_map":{"a":1}}""", "'a' is placed in JSON Number")]
    [InlineData($$$"""{"weight_map":{"a":"{{{First}}}","a":"{{{First}}}"}}""", "'a' appears twice")]
    [InlineData($$$"""{"weight_map":{"a":"{{{First}}}"}}""", "holds tensor 'b', which the index does not place there")]
    [InlineData(
        $$$"""{"weight_map":{"a":"{{{First}}}","b":"{{{First}}}","d":"{{{Second}}}"}}""",
        "'d' is said to lie in model-00002-of-00002.safetensors, which holds no such tensor")]
    [InlineData($$$"""{"weight_map":{"a":"{{{First}}}","b":"{{{Second}}}","c":"{{{Second}}}"}}""", "'b' is said to lie in model-00002")]
    [InlineData("""{"weight_map":{"a":"model-missing.safetensors"}}""", "it names model-missing.safetensors, which is not in the folder")]
    [InlineData($$$"""{"weight_map":{"a":"{{{First}}}"},"quantization":"int4"}""", "has the key 'quantization', which is not known here")]
    [InlineData($$$"""{"weight_map":{"a":"{{{First}}}"},"metadata":{"x":1}}""", "metadata has the key 'x'")]
    [InlineData("{\n\"weight_map\": nothing\n}", "is not valid JSON, line 2: ")]
    [InlineData("""{"weight_map":""", "not valid JSON")]
    [InlineData("""{"weight_map":{"\ud800":"m"}}""", "not valid JSON")]
    public void A_malformed_index_is_refused_with_the_reason(string index, string reason)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        Write(folder);
        File.WriteAllText(folder[IndexName], index);
        Assert.Contains(reason, Refuse(folder[IndexName]));
    }

    [Fact]
    public void Deep_nesting_and_bytes_that_are_no_text_are_refused()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["deep.json"], new string('[', 1_000_000));
        Assert.Contains("not valid JSON", Refuse(folder["deep.json"]));
        File.WriteAllBytes(folder["bytes.json"], [.. "{\"weight_map\":{\""u8, 0xff, 0xc3, 0x28, .. "\":\"m\"}}"u8]);
        Assert.Contains("bytes.json", Refuse(folder["bytes.json"]));
    }

    [Fact]
    public void Thousands_of_mutilated_indices_are_read_or_refused_but_never_anything_else()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        Write(folder);
        var files = new[] { First, Second }.ToDictionary(name => name, name => SafetensorsFile.Read(folder[name]));
        var good = Encoding.UTF8.GetBytes(Good);
        var random = new Random(7);
        var refused = 0;
        for (var round = 0; round < 4000; round++)
        {
            try
            {
                ShardIndex.Read(Mutation.Of(good, random), "fuzzed", name => files.TryGetValue(name, out var file)
                    ? file
                    : throw new SafetensorsException($"fuzzed: {name} is missing"));
            }
            catch (SafetensorsException error)
            {
                Assert.StartsWith("fuzzed", error.Message);
                refused++;
            }
        }

        Assert.InRange(refused, 3000, 4000);
    }

    [Fact]
    public void Files_of_torch_save_are_read_alone_and_by_index_and_after_safetensors()
    {
        using var folder = new TemporaryFolder();
        var storages = new Dictionary<string, byte[]> { ["0"] = new byte[12] };
        for (var i = 0; i < 2; i++)
        {
            File.WriteAllBytes(
                folder[$"pytorch_model-{i}.bin"], new TorchArchive().Write([SavedTensor.Whole($"t{i}", "FloatStorage", "0", 3)], storages));
        }

        File.WriteAllText(
            folder["pytorch_model.bin.index.json"], """{"weight_map":{"t0":"pytorch_model-0.bin","t1":"pytorch_model-1.bin"}}""");
        Assert.Equal(["t0", "t1"], TensorFiles.Read(folder.Path).Names);
        Assert.Equal(["t1"], TensorFiles.Read(folder["pytorch_model-1.bin"]).Names);

        // What a file is follows from its content.
        File.Move(folder["pytorch_model-1.bin"], folder["weights.safetensors"]);
        Assert.Equal(["t1"], TensorFiles.Read(folder["weights.safetensors"]).Names);

        Write(folder);
        Assert.Equal(["a", "b", "c"], TensorFiles.Read(folder.Path).Names);
    }

    [Fact]
    public void What_is_no_file_of_tensors_is_told_what_it_is()
    {
        using var folder = new TemporaryFolder();
        void Expect(string reason, byte[]? content)
        {
            if (content is not null)
            {
                File.WriteAllBytes(folder[TensorFiles.SafetensorsName], content);
            }

            var message = Refuse(folder[TensorFiles.SafetensorsName]);
            Assert.Contains(reason, message);
            Assert.DoesNotContain('\n', message);
        }

        Expect("There is no file", null);
        Expect("is empty", []);
        Expect("too few", [1, 2, 3]);
        Expect("a web page", "\n<!DOCTYPE html>\n<html><body>404</body></html>"u8.ToArray());
        Expect("compressed with gzip", [0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 1, 2, 3]);
        Expect("a GGUF file", [.. "GGUF"u8, 3, 0, 0, 0, 9, 9]);
        Expect("truncated or no safetensors file", [.. Enumerable.Range(1, 100).Select(i => (byte)(i * 77))]);
        File.Delete(folder[TensorFiles.SafetensorsName]);
        Directory.CreateDirectory(folder[TensorFiles.SafetensorsName]);
        Assert.Contains("is a folder", Assert.Throws<SafetensorsException>(() => TensorFiles.Read(folder.Path)).Message);
    }

    private static string Refuse(string path)
    {
        var message = Assert.Throws<SafetensorsException>(() => TensorFiles.Read(path)).Message;
        Assert.Contains(Path.GetDirectoryName(path)!, message);
        return message;
    }

    private static void Write(TemporaryFolder folder)
    {
        var metadata = new Dictionary<string, string> { ["format"] = "pt" };
        SafetensorsFile.Write(folder[First], [("a", ones(1)), ("b", full([2], Scalars.Of(2f)))], metadata);
        SafetensorsFile.Write(folder[Second], [("c", full([2], Scalars.Of(3f)))], metadata);
        File.WriteAllText(folder[IndexName], Good);
    }
}
