using System.Text.Json;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Io;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Checkpoints;

/// <summary>
/// A checkpoint, read from its file and verified by its checksum. A checkpoint has the parameters and buffers of a model under their
/// <c>state_dict</c> names. A training state also has the tensors that resuming needs, under names that begin with <c>training/</c>.
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

    /// <summary>Path of the file.</summary>
    public string Path { get; }

    /// <summary>The checkpoint's metadata.</summary>
    public Checkpoint About { get; }

    /// <summary>The training's progress; null when the file has only parameters and buffers.</summary>
    public TrainingState? Training { get; }

    /// <summary>All tensors of the file.</summary>
    public SafetensorsFile All { get; }

    /// <summary>The parameters and buffers of the model.</summary>
    public SafetensorsFile Model { get; }

    /// <summary>Name of a tensor that belongs to a parameter and is only needed to resume a training.</summary>
    /// <param name="kind">Kind of the tensor, such as <c>average</c>.</param>
    /// <param name="parameter">The parameter's <c>state_dict</c> name.</param>
    public static string NameOf(string kind, string parameter) => $"{TrainingPrefix}{kind}/{parameter}";

    /// <summary>Writes a model's parameters and buffers, atomically.</summary>
    public static void Write(string path, Checkpoint about, nn.Module module) =>
        Write(path, about, module.state_dict().Select(entry => (entry.Key, entry.Value)), training: null, previous: null);

    /// <summary>Writes a checkpoint, atomically.</summary>
    /// <param name="path">Path of the file.</param>
    /// <param name="about">The checkpoint's metadata.</param>
    /// <param name="tensors">The checkpoint's tensors.</param>
    /// <param name="training">The training's progress, if a training can be resumed from this file; else null.</param>
    /// <param name="previous">Path to which an existing file is moved; null: it is replaced.</param>
    public static void Write(
        string path, Checkpoint about, IEnumerable<(string Name, Tensor Value)> tensors, TrainingState? training, string? previous)
    {
        (string Name, Tensor Value)[] all = [.. tensors];
        var metadata = about.ToMetadata();
        if (training is not null)
        {
            metadata.Add(TrainingKey, JsonSerializer.Serialize(training, JsonSettings.Line));
        }

        metadata.Add(CheckpointDigest.Key, CheckpointDigest.Of(metadata, all));
        SafetensorsFile.Write(path, all, metadata, previous);
    }

    /// <summary>Reads a checkpoint and compares its checksum.</summary>
    /// <exception cref="SafetensorsException">The file cannot be read, is damaged, or is not a checkpoint of this runner.</exception>
    /// <exception cref="UsageException">Another version of this runner has written it.</exception>
    public static CheckpointFile Read(string path)
    {
        var file = SafetensorsFile.Read(path);
        var about = Checkpoint.Of(file, path);
        if (file.Metadata.GetValueOrDefault(CheckpointDigest.Key) != CheckpointDigest.Of(file))
        {
            throw new SafetensorsException($"{path} is damaged: its content does not match its checksum.");
        }

        try
        {
            var training = file.Metadata.TryGetValue(TrainingKey, out var json)
                ? JsonSerializer.Deserialize<TrainingState>(json, JsonSettings.Line)
                : null;
            return new CheckpointFile(path, file, about, training);
        }
        catch (JsonException problem)
        {
            throw new UsageException(
                $"{path} was written by another version of this program; resume it with that version: {problem.Message}");
        }
    }

    /// <summary>Copies tensors that belong to parameters and are only needed to resume a training.</summary>
    /// <param name="kind">Kind of the tensors, such as <c>average</c>.</param>
    /// <param name="targets">Names of the parameters, and the tensors to copy to.</param>
    /// <exception cref="SafetensorsException">A tensor is missing, or has another shape or element type. Nothing was copied.</exception>
    public void CopyTo(string kind, IReadOnlyList<(string Parameter, Tensor Target)> targets)
    {
        foreach (var (parameter, target) in targets)
        {
            if (!All.Entries.TryGetValue(NameOf(kind, parameter), out var entry)
                || !entry.Shape.SequenceEqual(target.shape) || entry.Type.ScalarType != target.dtype)
            {
                throw new SafetensorsException($"{Path} has no {NameOf(kind, parameter)} [{string.Join(", ", target.shape)}] of "
                    + $"{target.dtype}: it belongs to another model. Use a state file of this run.");
            }
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        foreach (var (parameter, target) in targets)
        {
            target.copy_(All.ToTensor(NameOf(kind, parameter)));
        }
    }
}
