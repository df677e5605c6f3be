using System.Text;
using SerpentDsl.Io;
using SerpentDsl.Native;
using SerpentDsl.Testing;
using static TorchSharp.torch;

namespace SerpentDsl.Runtime.Tests.Io;

public sealed class SafetensorsIndexTests
{
    private const string First = "model-00001-of-00002.safetensors";
    private const string Second = "model-00002-of-00002.safetensors";
    private const string Good =
        $$$"""{"metadata":{"total_size":20},"weight_map":{"a":"{{{First}}}","b":"{{{First}}}","c":"{{{Second}}}"}}""";

    [Fact]
    public void Several_files_are_read_as_one_by_index_or_folder()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        Write(folder);
        foreach (var path in new[] { folder.Path, folder[SafetensorsIndex.FileName] })
        {
            var file = SafetensorsIndex.Read(path);
            Assert.Equal(["a", "b", "c"], file.Names);
            Assert.Equal("pt", file.Metadata["format"]);
            Tolerance.AssertClose(full([2], Scalars.Of(3f)), file.ToTensor("c"), 0, "c");
        }

        Assert.Equal(["c"], SafetensorsIndex.Read(folder[Second]).Names);
    }

    [Fact]
    public void A_folder_with_none_or_both_forms_is_refused()
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        Assert.Contains("neither model.safetensors nor model.safetensors.index.json", Refuse(folder.Path));
        Write(folder);
        SafetensorsFile.Write(folder[SafetensorsIndex.SingleFileName], [("a", zeros(1))]);
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
    [InlineData("""{"weight_map":{"a":"model-missing.safetensors"}}""", "model-missing.safetensors")]
    [InlineData("""{"weight_map":""", "not valid JSON")]
    [InlineData("""{"weight_map":{"\ud800":"m"}}""", "not valid JSON")]
    public void A_malformed_index_is_refused_with_the_reason(string index, string reason)
    {
        using var scope = NewDisposeScope();
        using var folder = new TemporaryFolder();
        Write(folder);
        File.WriteAllText(folder[SafetensorsIndex.FileName], index);
        Assert.Contains(reason, Refuse(folder[SafetensorsIndex.FileName]));
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
                SafetensorsIndex.Read(Mutation.Of(good, random), "fuzzed", name => files.TryGetValue(name, out var file)
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

    private static string Refuse(string path)
    {
        var message = Assert.Throws<SafetensorsException>(() => SafetensorsIndex.Read(path)).Message;
        Assert.Contains(Path.GetDirectoryName(path)!, message);
        return message;
    }

    private static void Write(TemporaryFolder folder)
    {
        var metadata = new Dictionary<string, string> { ["format"] = "pt" };
        SafetensorsFile.Write(folder[First], [("a", ones(1)), ("b", full([2], Scalars.Of(2f)))], metadata);
        SafetensorsFile.Write(folder[Second], [("c", full([2], Scalars.Of(3f)))], metadata);
        File.WriteAllText(folder[SafetensorsIndex.FileName], Good);
    }
}
