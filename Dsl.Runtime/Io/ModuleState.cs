using static TorchSharp.torch;

namespace SerpentDsl.Io;

/// <summary>Saves and loads a module's parameters and buffers as a safetensors file.</summary>
public static class ModuleState
{
    /// <summary>Writes all parameters and buffers under their <c>state_dict</c> names.</summary>
    /// <param name="module">The module.</param>
    /// <param name="path">Path of the file.</param>
    /// <param name="metadata">Free key-value pairs for the header.</param>
    public static void Save(nn.Module module, string path, IReadOnlyDictionary<string, string>? metadata = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        SafetensorsFile.Write(path, module.state_dict().Select(pair => (pair.Key, pair.Value)), metadata);
    }

    /// <summary>Reads a file and copies it into a module (<see cref="Load(nn.Module, SafetensorsFile, string)"/>).</summary>
    /// <param name="module">The module; stays on its device.</param>
    /// <param name="path">The file.</param>
    /// <returns>The file's metadata.</returns>
    public static IReadOnlyDictionary<string, string> Load(nn.Module module, string path)
    {
        var file = SafetensorsFile.Read(path);
        Load(module, file, path);
        return file.Metadata;
    }

    /// <summary>
    /// Copies a file's tensors into a module. Names, shapes and element types must agree exactly; if anything differs,
    /// nothing is copied.
    /// </summary>
    /// <param name="module">The module; stays on its device.</param>
    /// <param name="file">The tensors, under <c>state_dict</c> names.</param>
    /// <param name="source">Name of the file in messages.</param>
    /// <exception cref="SafetensorsException">The file belongs to another module; every difference is listed.</exception>
    public static void Load(nn.Module module, SafetensorsFile file, string source)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(file);
        var state = module.state_dict();
        var differences = Differences(state, file);
        if (differences.Count > 0)
        {
            throw new SafetensorsException(
                $"{source} does not fit {module.GetName()}; nothing was loaded.{Environment.NewLine}  "
                    + $"{string.Join(Environment.NewLine + "  ", differences)}");
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var (name, target) in state)
        {
            target.copy_(file.ToTensor(name));
        }
    }

    /// <summary>
    /// Copies those of a file's tensors into a module that fit it by name and shape, for a model that differs in some parts from the one
    /// that was saved. Floating-point numbers are converted to the module's type. All other tensors of the module keep their values.
    /// </summary>
    /// <param name="module">The module; stays on its device.</param>
    /// <param name="file">The tensors, under <c>state_dict</c> names.</param>
    /// <param name="source">Name of the file in messages.</param>
    /// <param name="except">Names that are not loaded even if they fit, such as those of a head with another meaning; null: none.</param>
    /// <returns>What was loaded, and what was not.</returns>
    /// <exception cref="SafetensorsException">No parameter fits; nothing was loaded.</exception>
    public static PartialLoad LoadMatching(nn.Module module, SafetensorsFile file, string source, Func<string, bool>? except = null)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(file);
        List<string> loaded = [], added = [], differing = [];
        var state = module.state_dict();
        foreach (var (name, target) in state)
        {
            if (!file.Entries.TryGetValue(name, out var entry) || except?.Invoke(name) == true)
            {
                added.Add($"{name} [{string.Join(", ", target.shape)}]");
            }
            else if (entry.Shape.SequenceEqual(target.shape) && IsConvertible(entry.Type.ScalarType, target.dtype))
            {
                loaded.Add(name);
            }
            else
            {
                differing.Add($"{name} is {entry.Type.Name} [{string.Join(", ", entry.Shape)}] in the file, "
                    + $"{target.dtype} [{string.Join(", ", target.shape)}] in {module.GetName()}");
            }
        }

        string[] unused = [.. file.Names.Where(name => !state.ContainsKey(name) || except?.Invoke(name) == true)];
        var result = new PartialLoad(loaded, added, differing, unused);
        if (!module.named_parameters().Any(entry => loaded.Contains(entry.name)))
        {
            throw new SafetensorsException(
                $"{source} has no parameter that fits {module.GetName()} by name and shape; nothing was loaded.{Environment.NewLine}  "
                    + string.Join(Environment.NewLine + "  ", result.Lines()));
        }

        using var scope = NewDisposeScope();
        using var noGrad = no_grad();
        foreach (var name in loaded)
        {
            state[name].copy_(file.ToTensor(name));
        }

        return result;
    }

    private static bool IsConvertible(ScalarType stored, ScalarType target) => stored == target || (IsReal(stored) && IsReal(target));

    private static bool IsReal(ScalarType type) =>
        type is ScalarType.Float16 or ScalarType.BFloat16 or ScalarType.Float32 or ScalarType.Float64;

    private static List<string> Differences(Dictionary<string, Tensor> state, SafetensorsFile file)
    {
        List<string> differences = [];
        foreach (var (name, target) in state)
        {
            if (!file.Entries.TryGetValue(name, out var entry))
            {
                differences.Add($"missing in the file: {name} [{string.Join(", ", target.shape)}]");
            }
            else if (!entry.Shape.SequenceEqual(target.shape))
            {
                differences.Add(
                    $"reshaped: {name} is [{string.Join(", ", entry.Shape)}] in the file, [{string.Join(", ", target.shape)}] in the "
                        + "module");
            }
            else if (entry.Type.ScalarType != target.dtype)
            {
                differences.Add($"retyped: {name} is {entry.Type.Name} in the file, {target.dtype} in the module");
            }
        }

        differences.AddRange(file.Names.Where(name => !state.ContainsKey(name))
            .Select(name => $"unexpected in the file: {name} [{string.Join(", ", file.Entries[name].Shape)}]"));
        return differences;
    }
}
