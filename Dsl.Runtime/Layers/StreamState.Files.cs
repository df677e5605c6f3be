using SerpentDsl.Io;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

// A state as a safetensors file.
public sealed partial class StreamState
{
    private const string ArchitectureKey = "architecture";

    /// <summary>Writes every tensor under its path to a safetensors file; a complex one as real numbers <c>[…, 2]</c>.</summary>
    /// <param name="path">Path of the file; it is complete or absent (<see cref="AtomicFile"/>).</param>
    public void Save(string path)
    {
        using var scope = NewDisposeScope();
        Dictionary<string, string>? metadata = Architecture is null ? null : new() { [ArchitectureKey] = Architecture };
        SafetensorsFile.Write(
            path, All().Select(entry => (entry.Path, entry.Value.is_complex() ? view_as_real(entry.Value) : entry.Value)), metadata);
    }

    /// <summary>Restores a saved state. Names, shapes and types must agree exactly; if anything differs, nothing changes.</summary>
    /// <param name="path">A file that <see cref="Save"/> wrote, of the same batch.</param>
    /// <exception cref="SafetensorsException">The file cannot be read or is another state's; every difference is listed.</exception>
    public void Load(string path)
    {
        var file = SafetensorsFile.Read(path);
        var differences = Differences(file);
        if (differences.Count > 0)
        {
            throw new SafetensorsException(
                $"{path} does not fit this state; nothing was loaded.{Environment.NewLine}  "
                    + $"{string.Join(Environment.NewLine + "  ", differences)}");
        }

        Load(file, "");
    }

    private List<string> Differences(SafetensorsFile file)
    {
        List<string> differences = [];
        if (file.Metadata.GetValueOrDefault(ArchitectureKey) is var saved && saved != Architecture)
        {
            differences.Add($"it is the state of {saved ?? "a layer"}, this one of {Architecture ?? "a layer"}");
        }

        var paths = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (path, value) in All())
        {
            paths.Add(path);
            var (shape, type) = Stored(value);
            if (!file.Entries.TryGetValue(path, out var entry))
            {
                differences.Add($"missing in the file: {path} [{string.Join(", ", shape)}]");
            }
            else if (!entry.Shape.SequenceEqual(shape))
            {
                differences.Add($"reshaped: {path} is [{string.Join(", ", entry.Shape)}] in the file, [{string.Join(", ", shape)}] here");
            }
            else if (entry.Type.ScalarType != type)
            {
                differences.Add($"retyped: {path} is {entry.Type.Name} in the file, {type} here");
            }
        }

        differences.AddRange(file.Names.Where(name => !paths.Contains(name)).Select(name => $"unexpected in the file: {name}"));
        return differences;
    }

    private void Load(SafetensorsFile file, string prefix)
    {
        for (var i = 0; i < _tensors.Length; i++)
        {
            using var scope = NewDisposeScope();
            var value = file.ToTensor(prefix + _names[i], _tensors[i].device);
            Replace(i, _tensors[i].is_complex() ? view_as_complex(value) : value);
        }

        foreach (var (name, state) in _children)
        {
            state.Load(file, $"{prefix}{name}.");
        }
    }

    /// <summary>Shape and type of a tensor in a file; the format has no complex numbers.</summary>
    private static (long[] Shape, ScalarType Type) Stored(Tensor value) => value.dtype switch
    {
        ScalarType.ComplexFloat64 => ([.. value.shape, 2], ScalarType.Float64),
        ScalarType.ComplexFloat32 => ([.. value.shape, 2], ScalarType.Float32),
        var type => (value.shape, type),
    };
}
