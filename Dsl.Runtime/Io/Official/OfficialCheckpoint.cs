using System.Text;
using static TorchSharp.torch;

namespace SerpentDsl.Io;

/// <summary>
/// A checkpoint of an official code base: read into a generated model of the same architecture, and written from one. A model that was read
/// and not trained is written again bit for bit. See docs/guide/checkpoints.md.
/// </summary>
public sealed partial class OfficialCheckpoint
{
    /// <summary>The file beside the tensors that holds an official model's options.</summary>
    public const string ConfigFileName = "config.json";

    private const int LargestConfig = 10_000_000;
    private const string TiedHead = "head.weight";
    private const string Embedding = "embedding.weight";

    private readonly string _path;
    private readonly SafetensorsFile _file;
    private readonly OfficialNaming _naming;
    private readonly MambaConfig? _config;

    private OfficialCheckpoint(string path, SafetensorsFile file, OfficialNaming naming, byte[]? config)
    {
        (_path, _file, _naming) = (path, file, naming);
        _config = config is null ? null : MambaConfig.Parse(config, path);
        Layout = new OfficialLayout(
            naming.Name,
            [.. file.Names.Where(name => !IsIdle(name)).Select(name => new OfficialTensor(name, file.Entries[name].Type.Name))],
            file.Metadata,
            config is null ? null : Encoding.UTF8.GetString(config));
    }

    /// <summary>The attributes of a class that the checkpoint fits, one per line; null where the tensors do not tell them.</summary>
    public string? Declaration => MambaDeclaration.Of(_file, _naming, _config);

    /// <summary>The form in which it was written.</summary>
    public OfficialLayout Layout { get; }

    /// <summary>Reads a checkpoint into memory.</summary>
    /// <param name="path">A safetensors file, a file of <c>torch.save</c>, an index of several, or a folder with one of them; <see
    /// cref="ConfigFileName"/> may be in the same folder.</param>
    /// <exception cref="SafetensorsException">A file is damaged, or it has no tensor with an official name, or its configuration describes
    /// a model that cannot be declared.</exception>
    public static OfficialCheckpoint Read(string path)
    {
        var file = TensorFiles.Read(path);
        var folder = Directory.Exists(path) ? path : Path.GetDirectoryName(Path.GetFullPath(path))!;
        var config = Path.Combine(folder, ConfigFileName);
        try
        {
            return Of(path, file, Path.Exists(config) ? RegularFile.ReadAllBytes(config, LargestConfig) : null);
        }
        catch (Exception problem) when (problem is (IOException and not SafetensorsException) or UnauthorizedAccessException)
        {
            throw new SafetensorsException(problem.Message, problem);
        }
    }

    /// <summary>Makes a checkpoint of tensors that were already read.</summary>
    /// <param name="path">Its name in messages.</param>
    /// <param name="file">The tensors.</param>
    /// <param name="config">The content of its <see cref="ConfigFileName"/>, or null.</param>
    internal static OfficialCheckpoint Of(string path, SafetensorsFile file, byte[]? config)
    {
        var naming = OfficialNaming.All.MaxBy(candidate => file.Names.Count(name => candidate.ToOurs(name) is not null))!;
        if (!file.Names.Any(name => naming.ToOurs(name) is not null))
        {
            throw new SafetensorsException(
                $"{path}: no tensor has a name of an official Mamba, Mamba-2 or S4 model, such as 'backbone.norm_f.weight'; there are "
                    + $"{string.Join(", ", file.Names.Take(3))}{(file.Names.Count > 3 ? ", …" : "")}.");
        }

        // S4's code base has no such file.
        return new OfficialCheckpoint(path, file, naming, naming == OfficialNaming.S4 ? null : config);
    }

    /// <summary>
    /// Copies the tensors into a model. Names and shapes must agree exactly, every number must be finite; if anything is wrong, nothing is
    /// copied. Half precision is widened; double precision fits a double model only.
    /// </summary>
    /// <param name="module">The model; stays on its device.</param>
    /// <exception cref="SafetensorsException">The checkpoint belongs to another architecture, or is damaged; every difference is listed,
    /// with the declaration that would fit.</exception>
    public void CopyTo(nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        var state = module.state_dict();
        var complaints = Differences(state);
        complaints.AddRange(Contradictions(module, state, complaints.Count > 0));
        if (complaints.Count > 0)
        {
            throw new SafetensorsException(OfficialComplaints.Text(
                $"{_path} does not fit {module.GetName()}; nothing was imported.",
                complaints,
                MambaDeclaration.Of(_file, _naming, _config)));
        }

        complaints.AddRange(Faults(state));
        if (complaints.Count > 0)
        {
            throw new SafetensorsException(OfficialComplaints.Text($"{_path} cannot be used; nothing was imported.", complaints, null));
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var name in _file.Names)
        {
            if (_naming.ToOurs(name) is { } ours && state.TryGetValue(ours, out var target))
            {
                target.copy_(_file.ToTensor(name));
            }
        }
    }

    /// <summary>
    /// The tensors under the names of a generated model, for a model that differs in some parts (<see cref="ModuleState.LoadMatching"/>).
    /// <see cref="HiddenDifferences"/> compares the options of <see cref="ConfigFileName"/> with that model.
    /// </summary>
    public SafetensorsFile UnderOurNames() => _file.Renamed(_naming.ToOurs);

    /// <summary>
    /// Where a model computes something else than the official one, and no name or shape of a tensor shows it: what <see cref="CopyTo"/>
    /// would refuse beside names and shapes.
    /// </summary>
    /// <param name="module">A model that takes some of the tensors.</param>
    /// <returns>A clause for each difference, with the key of <see cref="ConfigFileName"/> that says it, and what to declare.</returns>
    public IReadOnlyList<string> HiddenDifferences(nn.Module module)
    {
        ArgumentNullException.ThrowIfNull(module);
        return [.. Contradictions(module, module.state_dict(), isOfOtherShape: true)];
    }

    /// <summary>
    /// The form in which a model that was not imported is written: float32 tensors in the official order, with a <see
    /// cref="ConfigFileName"/>.
    /// </summary>
    /// <param name="module">A generated model.</param>
    /// <param name="naming"><c>original</c> or <c>huggingface</c>.</param>
    /// <exception cref="SafetensorsException">There is no such naming, or the model has parts that no official model has, or computes
    /// something else with the same parts.</exception>
    public static OfficialLayout LayoutOf(nn.Module module, string naming)
    {
        ArgumentNullException.ThrowIfNull(module);
        var scheme = Scheme(naming);
        var state = module.state_dict();
        string[] strange = [.. state.Keys.Where(name => scheme.ToOfficial(name) is null)];
        if (strange.Length > 0)
        {
            throw new SafetensorsException(
                OfficialComplaints.Text($"{module.GetName()} has parts without an official name ({naming}).", strange, null));
        }

        RequireOfficial(module, state, scheme);
        var tensors = state.Select(
            entry => new OfficialTensor(scheme.ToOfficial(entry.Key)!, SafetensorsType.Of(entry.Value.dtype)!.Name)).ToList();
        if (scheme == OfficialNaming.Original && !state.ContainsKey(TiedHead))
        {
            // The original code writes the tied table twice, the transformers library once.
            tensors.Add(
                new OfficialTensor(
                    scheme.ToOfficial(TiedHead)!, tensors.Single(tensor => tensor.Name == scheme.ToOfficial(Embedding)).Type));
        }

        return new OfficialLayout(
            naming,
            tensors,
            new Dictionary<string, string> { ["format"] = "pt" },
            MambaModel.Of(module, state) is { } model ? MambaConfigWriter.Write(model, scheme == OfficialNaming.HuggingFace) : null);
    }

    /// <summary>Writes a model into a folder, as one safetensors file and its <see cref="ConfigFileName"/>.</summary>
    /// <param name="module">The model.</param>
    /// <param name="folder">The folder; created if it does not exist.</param>
    /// <param name="layout">From <see cref="Layout"/> or <see cref="LayoutOf"/>.</param>
    /// <exception cref="SafetensorsException">The layout belongs to another model.</exception>
    public static void Write(nn.Module module, string folder, OfficialLayout layout)
    {
        ArgumentNullException.ThrowIfNull(module);
        ArgumentNullException.ThrowIfNull(layout);
        var scheme = Scheme(layout.Naming);
        var state = module.state_dict();
        RequireOfficial(module, state, scheme);
        using var scope = NewDisposeScope();
        var tensors = new List<(string, Tensor)>();
        var written = new HashSet<string>(StringComparer.Ordinal);
        foreach (var tensor in layout.Tensors)
        {
            var ours = scheme.ToOurs(tensor.Name) is { } name && !state.ContainsKey(name) && name == TiedHead
                ? Embedding
                : scheme.ToOurs(tensor.Name) ?? "";
            if (!state.TryGetValue(ours, out var value) || SafetensorsType.Named(tensor.Type) is not { } type)
            {
                throw new SafetensorsException(
                    $"The layout has a tensor {tensor.Name} of type {tensor.Type}, which {module.GetName()} has not.");
            }

            written.Add(ours);
            tensors.Add((tensor.Name, value.detach().to(type.ScalarType)));
        }

        string[] left = [.. state.Keys.Where(name => !written.Contains(name))];
        if (left.Length > 0)
        {
            throw new SafetensorsException(OfficialComplaints.Text($"The layout leaves out tensors of {module.GetName()}.", left, null));
        }

        Directory.CreateDirectory(folder);
        SafetensorsFile.Write(Path.Combine(folder, TensorFiles.SafetensorsName), tensors, layout.Metadata);
        if (layout.Config is { } config)
        {
            AtomicFile.Write(Path.Combine(folder, ConfigFileName), stream => stream.Write(Encoding.UTF8.GetBytes(config)));
        }
    }

    private static OfficialNaming Scheme(string name) => OfficialNaming.All.FirstOrDefault(naming => naming.Name == name)
        ?? throw new SafetensorsException(
            $"There is no naming '{name}'; there are {string.Join(", ", OfficialNaming.All.Select(naming => naming.Name))}.");
}
