using System.Text.Json;
using SerpentDsl.Io;
using Xunit;
using static TorchSharp.torch;

namespace SerpentDsl.Testing;

/// <summary>
/// One golden file: inputs, parameters, expected outputs and gradients, and the file's metadata about them. Records which tensors a test
/// has read, so that the test can assert that it used all of them.
/// </summary>
public sealed class Fixture
{
    private readonly SafetensorsFile _file;
    private readonly Dictionary<string, FixtureTensor> _tensors;
    private readonly HashSet<string> _used = new(StringComparer.Ordinal);

    private Fixture(string name, SafetensorsFile file)
    {
        Name = name;
        _file = file;
        Config = Json("config");
        var described = Json("tensors").EnumerateObject().ToDictionary(p => p.Name, p => p.Value);
        _tensors = file.Names.ToDictionary(tensor => tensor, tensor => Describe(described.GetValueOrDefault(tensor)));
    }

    /// <summary>Path of the file below the fixtures' folder.</summary>
    public string Name { get; }

    /// <summary>The constructor arguments and shapes with which the file was made.</summary>
    public JsonElement Config { get; }

    /// <summary>The names of all tensors in the file.</summary>
    public IReadOnlyList<string> Names => _file.Names;

    /// <summary>Reads a golden file.</summary>
    /// <param name="relativePath">Path below <see cref="FixtureFiles.Folder"/>.</param>
    public static Fixture Load(string relativePath) =>
        new(relativePath, SafetensorsFile.Read(Path.Combine(FixtureFiles.Folder, relativePath)));

    /// <summary>Whether the file has a tensor with this name.</summary>
    public bool Contains(string name) => _tensors.ContainsKey(name);

    /// <summary>The names that begin with a prefix; the prefix is not removed.</summary>
    public IEnumerable<string> NamesWith(string prefix) => Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>The metadata of a tensor.</summary>
    public FixtureTensor Info(string name) => _tensors.TryGetValue(name, out var tensor)
        ? tensor
        : throw new ArgumentException($"{Name} has no tensor '{name}'; it has {string.Join(", ", Names)}.", nameof(name));

    /// <summary>
    /// A tensor of the file; the caller disposes it. A real floating-point tensor is converted to <paramref name="dtype"/>, a complex one
    /// to the complex type of that precision; integers keep their type.
    /// </summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="dtype">float32 or float64; null: the type in the file.</param>
    public Tensor Tensor(string name, ScalarType? dtype = null)
    {
        using var scope = NewDisposeScope();
        var complex = Info(name).Complex;
        _used.Add(name);
        var stored = _file.ToTensor(name);
        if (stored.is_floating_point() && dtype is { } target)
        {
            stored = stored.to(target);
        }

        if (complex)
        {
            stored = view_as_complex(stored);
        }

        return stored.MoveToOuterDisposeScope();
    }

    /// <summary>The largest allowed error of an implementation's result in the given precision.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="dtype">Element type of the computation, real or complex.</param>
    public double Tolerance(string name, ScalarType dtype)
    {
        var tensor = Info(name);
        var exact = tensor.Float64Tolerance ?? throw new ArgumentException($"{Name}: '{name}' has no tolerance; it is no result.", nameof(name));
        return dtype switch
        {
            ScalarType.Float64 or ScalarType.ComplexFloat64 => exact,
            ScalarType.Float32 or ScalarType.ComplexFloat32 => tensor.Float32Tolerance ?? Math.Max(2e-5, exact),
            _ => 0,
        };
    }

    /// <summary>A value of the configuration; the given default if the file does not have it or has null.</summary>
    public int Int(string key, int otherwise) => Value(key) is { } value ? value.GetInt32() : otherwise;

    /// <inheritdoc cref="Int(string, int)"/>
    public bool Bool(string key, bool otherwise) => Value(key) is { } value ? value.GetBoolean() : otherwise;

    /// <inheritdoc cref="Int(string, int)"/>
    public string? Text(string key, string? otherwise = null) => Value(key) is { } value ? value.GetString() : otherwise;

    /// <summary>A value of the configuration; null if the file does not have it or has null.</summary>
    public JsonElement? Value(string key) =>
        Config.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Fails unless the test has read every tensor of the file, except the given ones.</summary>
    /// <param name="except">Names of tensors that the test does not need; the reason must be written beside the call.</param>
    public void AssertAllUsed(params string[] except)
    {
        string[] unused = [.. Names.Where(name => !_used.Contains(name) && !except.Contains(name))];
        Assert.True(unused.Length == 0, $"{Name}: the test does not use the tensors {string.Join(", ", unused)}.");
    }

    private static FixtureTensor Describe(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            return new FixtureTensor("", false, null, null);
        }

        return new FixtureTensor(
            element.TryGetProperty("meaning", out var meaning) ? meaning.GetString() ?? "" : "",
            element.TryGetProperty("complex", out var complex) && complex.ValueKind == JsonValueKind.True,
            Number(element, "tol_f64"),
            Number(element, "tol_f32"));
    }

    private static double? Number(JsonElement element, string key) =>
        element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.Number ? value.GetDouble() : null;

    private JsonElement Json(string key)
    {
        using var document = JsonDocument.Parse(_file.Metadata.GetValueOrDefault(key, "{}"));
        return document.RootElement.Clone();
    }
}
