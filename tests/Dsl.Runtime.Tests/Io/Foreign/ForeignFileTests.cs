using System.Diagnostics;
using System.Text;
using System.Text.Json;
using SerpentDsl.Io;
using SerpentDsl.Testing;

namespace SerpentDsl.Runtime.Tests.Io;

public sealed class ForeignFileTests
{
    [Fact]
    public void A_file_is_a_file_and_has_content()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["full"], [1, 2, 3]);
        File.WriteAllBytes(folder["empty"], []);
        Assert.Null(RegularFile.Problem(folder["full"]));
        Assert.Equal([1, 2, 3], RegularFile.ReadAllBytes(folder["full"], 3));
        Assert.Contains("has 3 bytes", Assert.Throws<IOException>(() => RegularFile.ReadAllBytes(folder["full"], 2)).Message);
        Assert.Contains("is a folder, not a file.", RegularFile.Problem(folder.Path));
        Assert.Contains("There is no file", RegularFile.Problem(folder["nothing"]));
        Assert.Contains("is empty", RegularFile.Problem(folder["empty"]));
        Assert.Throws<EndOfStreamException>(() => RegularFile.Open(folder["empty"]));
    }

    [Fact]
    public void A_link_counts_as_what_it_points_to()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["full"], [1]);
        File.CreateSymbolicLink(folder["link"], folder["full"]);
        File.CreateSymbolicLink(folder["broken"], folder["nothing"]);
        Assert.Equal([1], RegularFile.ReadAllBytes(folder["link"], 10));
        Assert.Contains("There is no file", RegularFile.Problem(folder["broken"]));
    }

    [Fact]
    public void A_pipe_is_refused_and_not_waited_for()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using var folder = new TemporaryFolder();
        using (var made = Process.Start("mkfifo", folder["model.safetensors"]))
        {
            made.WaitForExit();
        }

        File.CreateSymbolicLink(folder["link.bin"], folder["model.safetensors"]);
        foreach (var path in new[] { folder.Path, folder["model.safetensors"], folder["link.bin"] })
        {
            Assert.Contains("is a pipe", Assert.Throws<SafetensorsException>(() => TensorFiles.Read(path)).Message);
        }

        Assert.Contains("a device", Assert.Throws<SafetensorsException>(() => TensorFiles.Read("/dev/zero")).Message);
    }

    [Theory]
    [InlineData("[0.0, Infinity]", 0, double.PositiveInfinity)]
    [InlineData("[-Infinity, NaN]", double.NegativeInfinity, double.NaN)]
    [InlineData("""[1e999, {"__float__": "Infinity"}]""", double.PositiveInfinity, double.PositiveInfinity)]
    [InlineData("""[{"__float__":"NaN"}, -1.5]""", double.NaN, -1.5)]
    public void Python_s_numbers_are_read(string text, double first, double second)
    {
        var read = PythonJson.Parse(Encoding.UTF8.GetBytes(text), "x.json");
        Assert.Equal((first, second), (PythonJson.Real(read[0]), PythonJson.Real(read[1])));
    }

    [Fact]
    public void Words_in_text_stay_text()
    {
        var read = PythonJson.Parse("\uFEFF{\"Infinity \\\" NaN\": \"-Infinity\", \"b\": -1}"u8, "x.json");
        Assert.Equal("-Infinity", read.GetProperty("Infinity \" NaN").GetString());
        Assert.Null(PythonJson.Real(read.GetProperty("Infinity \" NaN")));
        Assert.Equal(-1, PythonJson.Real(read.GetProperty("b")));
    }

    [Theory]
    [InlineData("{\n\n\"a\": Infinit\n}", "x.json is not valid JSON, line 3: ")]
    [InlineData("{\"a\": Infinityy}", "x.json is not valid JSON, line 1: ")]
    [InlineData("{Infinity: 1}", "x.json is not valid JSON, line 1: ")]
    [InlineData("", "x.json is not valid JSON, line 1: ")]
    [InlineData("{\"a\": \"\\ud800\"}", "x.json is not valid JSON: ")]
    [InlineData("<!doctype html><title>404</title>", "a web page (HTML)")]
    public void What_is_not_JSON_is_refused_with_its_line(string text, string message) => Assert.Contains(
        message, Assert.Throws<SafetensorsException>(() => PythonJson.Parse(Encoding.UTF8.GetBytes(text), "x.json")).Message);

    [Fact]
    public void A_key_is_understood_or_harmless_or_named()
    {
        var keys = new KnownKeys().Understood("a").Harmless("it names the author", "b");
        using var json = JsonDocument.Parse("""{"a": 1, "b": 2, "c": 3, "a": 4}""");
        string[] complaints = [.. keys.Complaints(json.RootElement, "x.json")];
        Assert.Equal(2, complaints.Length);
        Assert.StartsWith("x.json has the key 'c', which is not known here", complaints[0]);
        Assert.Equal("x.json gives the key 'a' twice", complaints[1]);
        Assert.Equal("it names the author", keys.All["b"]);
        Assert.Throws<ArgumentException>(() => keys.Understood("b"));
    }
}
