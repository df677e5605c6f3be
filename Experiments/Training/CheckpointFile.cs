using System.Text.Json;
using SerpentDsl.Io;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Training;

/// <summary>
/// A checkpoint as read from its file: whole, with the checksum it was written with. It has the parameters and buffers of a model under their
/// <c>state_dict</c> names; the state of a run has what its training goes on with as well, under names that begin with <c>training/</c>.
/// </summary>
internal sealed class CheckpointFile
{
    private const string TrainingPrefix = "training/";
    private const string TrainingKey = "training";

    private CheckpointFile(string path, SafetensorsFile file, Checkpoint about, TrainingState? training)
    {
        All = file;
        Path = path;
        About = about;
        Training = training;
        Model = file.Only(name => !name.StartsWith(TrainingPrefix, StringComparison.Ordinal));
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    /// <summary>What it says of itself.</summary>
    public Checkpoint About { get; }

    /// <summary>Where the training stood; null when it was kept for its parameters only.</summary>
    public TrainingState? Training { get; }

    /// <summary>All its tensors.</summary>
    public SafetensorsFile All { get; }

    /// <summary>The parameters and buffers of the model.</summary>
    public SafetensorsFile Model { get; }

    /// <summary>The name of a tensor that only a training needs.</summary>
    /// <param name="kind">What it is of a parameter, such as <c>average</c>.</param>
    /// <param name="parameter">The parameter's <c>state_dict</c> name.</param>
    public static string NameOf(string kind, string parameter) => $"{TrainingPrefix}{kind}/{parameter}";

    /// <summary>Writes a model's parameters and buffers, atomically.</summary>
    public static void Write(string path, Checkpoint about, nn.Module module) =>
        Write(path, about, module.state_dict().Select(entry => (entry.Key, entry.Value)), training: null, previous: null);

    /// <summary>Writes a checkpoint, atomically.</summary>
    /// <param name="path">Where it shall stand.</param>
    /// <param name="about">What it says of itself.</param>
    /// <param name="tensors">Its tensors.</param>
    /// <param name="training">Where the training stands, if it shall go on from here.</param>
    /// <param name="previous">Where the one that stood there is kept; null: it is replaced.</param>
    public static void Write(string path, Checkpoint about, IEnumerable<(string Name, Tensor Value)> tensors, TrainingState? training, string? previous)
    {
        (string Name, Tensor Value)[] all = [.. tensors];
        Dictionary<string, string> metadata = about.ToMetadata();
        if (training is not null)
        {
            metadata.Add(TrainingKey, JsonSerializer.Serialize(training, RunJson.Line));
        }

        metadata.Add(CheckpointDigest.Key, CheckpointDigest.Of(metadata, all));
        SafetensorsFile.Write(path, all, metadata, previous);
    }

    /// <summary>Reads a checkpoint and compares its checksum.</summary>
    /// <exception cref="SafetensorsException">It cannot be read, is damaged, or is none of this runner.</exception>
    /// <exception cref="UsageException">Another version of this runner has written it.</exception>
    public static CheckpointFile Read(string path)
    {
        var file = SafetensorsFile.Read(path);
        var about = Checkpoint.Of(file, path);
        if (file.Metadata.GetValueOrDefault(CheckpointDigest.Key) != CheckpointDigest.Of(file))
        {
            throw new SafetensorsException($"{path} is damaged: its content is not that of its checksum.");
        }

        try
        {
            TrainingState? training = file.Metadata.TryGetValue(TrainingKey, out string? json) ? JsonSerializer.Deserialize<TrainingState>(json, RunJson.Line) : null;
            return new CheckpointFile(path, file, about, training);
        }
        catch (JsonException problem)
        {
            throw new UsageException($"{path} was written by another version of this program, which its training can go on with: {problem.Message}");
        }
    }

    /// <summary>Copies tensors that only a training needs.</summary>
    /// <param name="kind">What they are of their parameters.</param>
    /// <param name="targets">The parameters' names, and where their tensors go.</param>
    /// <exception cref="SafetensorsException">One is missing, or has another shape; nothing was copied.</exception>
    public void CopyTo(string kind, IReadOnlyList<(string Parameter, Tensor Target)> targets)
    {
        foreach ((string parameter, Tensor target) in targets)
        {
            if (!All.Entries.TryGetValue(NameOf(kind, parameter), out SafetensorsEntry? entry)
                || !entry.Shape.SequenceEqual(target.shape) || entry.Type.ScalarType != target.dtype)
            {
                throw new SafetensorsException($"{Path} has no {NameOf(kind, parameter)} [{string.Join(", ", target.shape)}] of {target.dtype}: it is of another model.");
            }
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = no_grad();
        foreach ((string parameter, Tensor target) in targets)
        {
            target.copy_(All.ToTensor(NameOf(kind, parameter)));
        }
    }
}
