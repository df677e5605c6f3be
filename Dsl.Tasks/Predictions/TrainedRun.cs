using System.Text.Json;
using System.Text.Json.Nodes;
using SerpentDsl.Io;
using SerpentDsl.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Tasks.Predictions;

/// <summary>
/// What the folder of a run, or of an exported model, holds for those who use the model: its parameters, what turns text into ids, and what
/// the answers mean. Neither the task nor its data is needed.
/// </summary>
public sealed class TrainedRun
{
    /// <summary>File name of a run's configuration.</summary>
    public const string ConfigurationFile = "run.json";

    /// <summary>The entry of the configuration that says where an exported model is from.</summary>
    public const string ExportedFrom = "exportedFrom";

    /// <summary>The entry of a checkpoint's metadata that names the architecture.</summary>
    public const string ArchitectureKey = "architecture";

    /// <summary>The entry of a checkpoint's metadata that names its form.</summary>
    public const string FormatKey = "format";

    /// <summary>The form of checkpoints of this version.</summary>
    public const string Format = "serpent-checkpoint-2";

    /// <summary>The entry of a checkpoint's metadata with the number of steps.</summary>
    public const string StepKey = "step";

    /// <summary>The entry of a checkpoint's metadata with the number of epochs.</summary>
    public const string EpochKey = "epoch";

    private static readonly string[] s_checkpoints = ["best", "last"];

    private readonly JsonObject? _configuration;

    // The content of the checkpoint between the question for its architecture and the loading of the model.
    private SafetensorsFile? _content;

    private TrainedRun(string folder, string checkpoint, JsonObject? configuration)
    {
        Folder = folder;
        Checkpoint = checkpoint;
        _configuration = configuration;
    }

    /// <summary>Path of the folder.</summary>
    public string Folder { get; }

    /// <summary>Path of the file with the parameters.</summary>
    public string Checkpoint { get; }

    /// <summary>Longest sequence that the task made of a row, in positions; null: not recorded.</summary>
    /// <exception cref="TaskDataException">The configuration was changed and says less than 1.</exception>
    public int? RowLength => _configuration is null ? null : Length(_configuration, "rowLength", "rowLength");

    /// <summary>Length to which the training cut its sequences, in positions; null: they were not cut.</summary>
    /// <exception cref="TaskDataException">The configuration was changed and says less than 1.</exception>
    public int? MaxLength => _configuration?["options"] is JsonObject options ? Length(options, "maxLength", "options.maxLength") : null;

    /// <summary>Name of the task that was trained on; null: not recorded.</summary>
    public string? TaskName => _configuration?["task"] is JsonValue value && value.TryGetValue<string>(out var name) ? name : null;

    /// <summary>The columns of the table that was trained on; nothing is named where the training read no table.</summary>
    public PredictionColumns Columns => new()
    {
        Text = Column("text"),
        Second = Column("second"),
        Series = Column("series"),
        Time = Column("time"),
        Values = TableOfTraining?["values"] is JsonArray values
            ? [.. values.OfType<JsonValue>().Select(value => value.ToString())]
            : null,
    };

    /// <summary>Whether the folder holds what turns text into ids.</summary>
    public bool HasEncoder => EncoderFile.IsIn(Folder) || File.Exists(TokenizerIn(Folder));

    /// <summary>Path of a checkpoint in a run's folder.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="name"><c>best</c> or <c>last</c>.</param>
    public static string CheckpointIn(string run, string name) => Path.Combine(run, "checkpoints", $"{name}.safetensors");

    /// <summary>Finds a checkpoint in a run's folder.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="name"><c>best</c> or <c>last</c>; null: the best, else the last.</param>
    /// <returns>Its path; null if there is none.</returns>
    public static string? FindCheckpoint(string run, string? name) =>
        (name is null ? s_checkpoints : [name]).Select(wanted => CheckpointIn(run, wanted)).FirstOrDefault(File.Exists);

    /// <summary>Opens the folder of a run.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="checkpoint"><c>best</c> or <c>last</c>; null: the best, else the last.</param>
    /// <exception cref="TaskDataException">There is no such folder or checkpoint, or the folder's configuration is damaged.</exception>
    public static TrainedRun Open(string folder, string? checkpoint = null)
    {
        if (!Directory.Exists(folder))
        {
            throw new TaskDataException($"There is no run {folder}. Name the folder of a run.");
        }

        var path = FindCheckpoint(folder, checkpoint) ?? throw new TaskDataException($"{folder} has no {checkpoint ?? "best and no last"} "
            + "checkpoint. Name the folder of a run in which something was trained or imported.");
        return new TrainedRun(folder, path, ReadConfiguration(Path.Combine(folder, ConfigurationFile)));
    }

    /// <summary>Reads the full name of the class that was trained.</summary>
    /// <exception cref="SafetensorsException">The checkpoint cannot be read, or does not name it.</exception>
    public string ReadArchitecture() => (_content ??= SafetensorsFile.Read(Checkpoint)).Metadata.GetValueOrDefault(ArchitectureKey)
        ?? throw new SafetensorsException(
            $"{Checkpoint} is a safetensors file but not a checkpoint of a run: its metadata does not name an architecture.");

    /// <summary>Reads what turns a classifier's text into ids.</summary>
    /// <exception cref="TaskDataException">The folder does not hold it, or its file is damaged.</exception>
    public ISequenceEncoder ReadEncoder() => EncoderFile.Read(Folder);

    /// <summary>Reads a language model's tokenizer.</summary>
    /// <exception cref="TaskDataException">The folder does not hold it, or its file is damaged.</exception>
    public ITokenizer ReadTokenizer() => FindTokenizer(Folder) ?? throw new TaskDataException(
        $"{Folder} has no {EncoderFile.TokenizerName}, so that nothing says how text becomes ids. Put the file into the folder.");

    /// <summary>Reads the tokenizer of a language model: what the training kept, else the file that a checkpoint came with.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <returns>Null if the folder holds none.</returns>
    /// <exception cref="TaskDataException">The file is damaged, or describes a tokenizer that is not supported.</exception>
    public static ITokenizer? FindTokenizer(string folder) =>
        EncoderFile.IsIn(folder) ? EncoderFile.ReadTokenizer(folder)
            : File.Exists(TokenizerIn(folder)) ? SourcedTokenizer.Read(TokenizerIn(folder))
            : null;

    /// <summary>Reads what the answers mean; null where the folder does not say.</summary>
    /// <exception cref="TaskDataException">The file is damaged.</exception>
    public LabelSet? ReadLabels() => LabelFile.IsIn(Folder) ? LabelFile.Read(Folder) : null;

    /// <summary>Makes the model with its trained parameters, in evaluation mode.</summary>
    /// <typeparam name="T">The declared class.</typeparam>
    /// <param name="device">The model's device; null: the CPU.</param>
    /// <returns>Owned by the caller.</returns>
    /// <exception cref="SafetensorsException">The checkpoint is damaged, or is one of another model.</exception>
    public T LoadModel<T>(Device? device = null)
        where T : class, IArchitecture, ISequenceModel => (T)LoadModel(T.Spec, device);

    /// <summary>Makes the model with its trained parameters, in evaluation mode.</summary>
    /// <param name="architecture">The declared architecture.</param>
    /// <param name="device">The model's device; null: the CPU.</param>
    /// <returns>Owned by the caller.</returns>
    /// <exception cref="SafetensorsException">The checkpoint is damaged, or is one of another model.</exception>
    public ISequenceModel LoadModel(ArchitectureSpec architecture, Device? device = null)
    {
        var file = _content ?? SafetensorsFile.Read(Checkpoint);
        _content = null;
        if (file.Metadata.TryGetValue(ArchitectureKey, out var name) && name != architecture.FullName)
        {
            throw new SafetensorsException($"{Checkpoint} is a checkpoint of {name}, not of {architecture.FullName}. Load the class that "
                + "was trained.");
        }

        CheckpointDigest.Require(file, Checkpoint);
        var model = architecture.Create();
        try
        {
            ModuleState.Load(model.Module, file, Checkpoint);
            model.Module.eval();
            if (device is not null)
            {
                model.Module.to(device);
            }

            return model;
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Writes a model into a new folder that commands and programs use as a run, after a training loop of your own.</summary>
    /// <typeparam name="T">The declared class.</typeparam>
    /// <param name="folder">The folder; must be empty or not exist.</param>
    /// <param name="model">The model.</param>
    /// <param name="encoder">Turns a classifier's text into ids; null: there is no text.</param>
    /// <param name="tokenizer">Turns a language model's text into ids; null: there is no running text.</param>
    /// <param name="labels">What the answers mean; null: classes are named by their numbers.</param>
    /// <exception cref="IOException">The folder has files, or cannot be written to.</exception>
    /// <exception cref="NotSupportedException">No file describes the encoder or the tokenizer.</exception>
    public static void Save<T>(
        string folder, T model, ISequenceEncoder? encoder = null, ITokenizer? tokenizer = null, LabelSet? labels = null)
        where T : class, IArchitecture, ISequenceModel
    {
        if (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any())
        {
            throw new IOException($"{folder} has files, and runs never overwrite files. Name another folder.");
        }

        var checkpoint = CheckpointIn(folder, s_checkpoints[0]);
        Directory.CreateDirectory(Path.GetDirectoryName(checkpoint)!);
        if (encoder is not null)
        {
            EncoderFile.Write(folder, encoder);
        }

        if (tokenizer is not null)
        {
            EncoderFile.Write(folder, tokenizer);
        }

        if (labels is not null)
        {
            LabelFile.Write(folder, labels);
        }

        (string Key, Tensor Value)[] tensors = [.. model.Module.state_dict().Select(entry => (entry.Key, entry.Value))];
        var metadata = new Dictionary<string, string>
        {
            [FormatKey] = Format,
            [ArchitectureKey] = T.Spec.FullName,
            [StepKey] = "0",
            [EpochKey] = "0",
        };
        metadata.Add(CheckpointDigest.Key, CheckpointDigest.Of(metadata, tensors));
        SafetensorsFile.Write(checkpoint, tensors, metadata);

        // Last: without this file the folder is no run.
        var configuration = new JsonObject
        {
            ["architecture"] = new JsonObject
            {
                ["name"] = T.Spec.Name,
                ["fullName"] = T.Spec.FullName,
                ["parameters"] = T.Spec.Parameters,
            },
            [ExportedFrom] = AppDomain.CurrentDomain.FriendlyName,
        };
        AtomicFile.Write(Path.Combine(folder, ConfigurationFile), stream => JsonSerializer.Serialize<JsonNode>(stream, configuration));
    }

    private static string TokenizerIn(string folder) => Path.Combine(folder, EncoderFile.TokenizerName);

    private static JsonObject? ReadConfiguration(string path)
    {
        try
        {
            return !File.Exists(path) ? null
                : JsonNode.Parse(File.ReadAllText(path)) as JsonObject ?? throw new TaskDataException($"{path} is not a JSON object.");
        }
        catch (JsonException problem)
        {
            throw new TaskDataException($"{path} is not valid JSON: {problem.Message}", problem);
        }
    }

    /// <summary>Where the configuration names columns: those of a declared task, or of data that was named instead of one.</summary>
    private JsonObject? TableOfTraining => (_configuration?["columns"] ?? _configuration?["ownData"]) as JsonObject;

    private string? Column(string name) =>
        TableOfTraining?[name] is JsonValue value && value.TryGetValue<string>(out var column) ? column : null;

    private int? Length(JsonObject entries, string name, string member) =>
        entries[name] is not JsonValue value || !value.TryGetValue<int>(out var length) ? null
            : length >= 1 ? length
            : throw new TaskDataException($"{Path.Combine(Folder, ConfigurationFile)}: {member} is {length}; it must be a whole number of "
                + "at least 1. The file was changed; restore it from a copy.");
}
