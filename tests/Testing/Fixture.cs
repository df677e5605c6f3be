using System.Text.Json;
using SerpentDsl.Io;
using Xunit;
using static TorchSharp.torch;

namespace SerpentDsl.Testing;

/// <summary>
/// One golden file: inputs, parameters, expected outputs and gradients, and what its metadata says of them. It remembers
/// which tensors a test asked for, so that a test can prove that it left none out.
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

    /// <summary>Path below the fixtures' folder.</summary>
    public string Name { get; }

    /// <summary>The constructor arguments and shapes that the file was made with.</summary>
    public JsonElement Config { get; }

    /// <summary>The names of all tensors.</summary>
    public IReadOnlyList<string> Names => _file.Names;

    /// <summary>Loads a file.</summary>
    /// <param name="relativePath">Path below <see cref="FixtureFiles.Folder"/>.</param>
    public static Fixture Load(string relativePath) =>
        new(relativePath, SafetensorsFile.Read(Path.Combine(FixtureFiles.Folder, relativePath)));

    /// <summary>Whether the file has a tensor of that name.</summary>
    public bool Contains(string name) => _tensors.ContainsKey(name);

    /// <summary>The names that begin so, whole.</summary>
    public IEnumerable<string> NamesWith(string prefix) => Names.Where(name => name.StartsWith(prefix, StringComparison.Ordinal));

    /// <summary>What the file says of a tensor.</summary>
    public FixtureTensor Info(string name) => _tensors.TryGetValue(name, out var tensor)
        ? tensor
        : throw new ArgumentException($"{Name} has no tensor '{name}'; it has {string.Join(", ", Names)}.", nameof(name));

    /// <summary>
    /// A tensor of the file, owned by the caller. A real floating one is converted to <paramref name="dtype"/>; a complex one becomes a
    /// complex tensor of that precision; integers keep their type.
    /// </summary>
    /// <param name="name">Its name.</param>
    /// <param name="dtype">float32 or float64; null: as stored.</param>
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

    /// <summary>The largest error that an implementation of the given precision may make in a tensor.</summary>
    /// <param name="name">The tensor.</param>
    /// <param name="dtype">The precision computed in, real or complex.</param>
    public double Tolerance(string name, ScalarType dtype)
    {
        var tensor = Info(name);
        var exact = tensor.Float64Tolerance ?? throw new ArgumentException(
            $"{Name}: '{name}' has no tolerance; it is no result.", nameof(name));
        return dtype switch
        {
            ScalarType.Float64 or ScalarType.ComplexFloat64 => exact,
            ScalarType.Float32 or ScalarType.ComplexFloat32 => tensor.Float32Tolerance ?? Math.Max(2e-5, exact),
            _ => 0,
        };
    }

    /// <summary>A configuration value, or the given one where the file leaves it out or says null.</summary>
    public int Int(string key, int otherwise) => Value(key) is { } value ? value.GetInt32() : otherwise;

    /// <inheritdoc cref="Int(string, int)"/>
    public bool Bool(string key, bool otherwise) => Value(key) is { } value ? value.GetBoolean() : otherwise;

    /// <inheritdoc cref="Int(string, int)"/>
    public string? Text(string key, string? otherwise = null) => Value(key) is { } value ? value.GetString() : otherwise;

    /// <summary>A configuration value; null where the file leaves it out or says null.</summary>
    public JsonElement? Value(string key) =>
        Config.TryGetProperty(key, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    /// <summary>Fails unless the test has asked for every tensor of the file except those given.</summary>
    /// <param name="except">Names that the test has no use for, each for a reason that stands beside the call.</param>
    public void AssertAllUsed(params string[] except)
    {
        string[] unused = [.. Names.Where(name => !_used.Contains(name) && !except.Contains(name))];
        Assert.True(unused.Length == 0, $"{Name}: the test does not know what to do with {string.Join(", ", unused)}.");
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
