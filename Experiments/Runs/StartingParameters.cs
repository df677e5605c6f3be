using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Io;
using SerpentDsl.Specs;
using TorchSharp;

namespace SerpentDsl.Experiments.Runs;

/// <summary>Trained parameters from which a training begins.</summary>
internal sealed class StartingParameters
{
    private const string HeadPrefix = "head.";
    private const string BlocksPrefix = "blocks.";

    private readonly SafetensorsFile _file;
    private readonly OfficialCheckpoint? _official;
    private readonly JsonObject? _configuration;

    private StartingParameters(string path, OfficialCheckpoint official)
        : this(path, official.UnderOurNames(), null, null, null) => _official = official;

    private StartingParameters(string path, SafetensorsFile file, string? architecture, int? step, JsonObject? configuration)
    {
        _file = file;
        _configuration = configuration;
        var head = (string?)configuration?["architecture"]?["head"]?["kind"];
        About = new StartingPoint(Path.GetFullPath(path), architecture, head, step, CheckpointDigest.OfTensors(file));
    }

    /// <summary>What a run records of them.</summary>
    public StartingPoint About { get; }

    /// <summary>Reads parameters.</summary>
    /// <param name="from">A run's folder (its best checkpoint, else its last), a safetensors file, or the folder of an official
    /// model.</param>
    /// <exception cref="UsageException">There is no such file or folder.</exception>
    /// <exception cref="SafetensorsException">A file is damaged, or has no names of a model.</exception>
    public static StartingParameters Read(string from)
    {
        if (Directory.Exists(from))
        {
            return File.Exists(Path.Combine(from, RunFolder.ConfigurationFile))
                ? OfFile(RunFolder.FindCheckpoint(from, null))
                : new StartingParameters(from, OfficialCheckpoint.Read(from));
        }

        return File.Exists(from)
            ? OfFile(from)
            : throw new UsageException($"--from names '{from}', which does not exist. Name the folder of a run, a checkpoint file, or the "
                + "folder of an official model.");
    }

    /// <summary>Reads again the parameters from which a run began.</summary>
    /// <param name="recorded">What the run has recorded.</param>
    /// <exception cref="UsageException">They are gone, or have changed since.</exception>
    public static StartingParameters Read(StartingPoint recorded)
    {
        var read = Read(recorded.Path);
        return read.About.Digest == recorded.Digest
            ? read
            : throw new UsageException($"{recorded.Path} has other parameters now than when the run began. Restore them from a copy, or "
                + "train again from the beginning.");
    }

    /// <summary>
    /// Copies what fits into a model. The parameters of a head of another kind are left out even where their shapes agree, because their
    /// outputs mean something else.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="architecture">The model's architecture.</param>
    /// <exception cref="SafetensorsException">Nothing fits.</exception>
    public PartialLoad CopyTo(torch.nn.Module model, ArchitectureSpec architecture)
    {
        var replaced = About.Head is { } head && head != architecture.Head.Kind;
        return ModuleState.LoadMatching(
            model, _file, About.Path, name => replaced && name.StartsWith(HeadPrefix, StringComparison.Ordinal));
    }

    /// <summary>
    /// What a model computes otherwise with the same tensors, as the configuration tells that lies beside the parameters: an official
    /// model's, or that of a run.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="architecture">The model's architecture.</param>
    /// <returns>A clause for each difference; none where there is no configuration.</returns>
    public IReadOnlyList<string> DifferencesOf(torch.nn.Module model, ArchitectureSpec architecture) =>
        _official is not null ? _official.HiddenDifferences(model)
            : _configuration?["architecture"] is JsonObject trained ? DeclarationDifferences.Of(trained, architecture)
            : [];

    private static StartingParameters OfFile(string path)
    {
        if (!path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))
        {
            return new StartingParameters(path, OfficialCheckpoint.Read(path));
        }

        var plain = SafetensorsFile.Read(path);
        if (Checkpoint.IsIn(plain))
        {
            var checkpoint = CheckpointFile.Read(path);
            return new StartingParameters(
                path, checkpoint.Model, checkpoint.About.Architecture, checkpoint.About.Step, RunFolder.ConfigurationOf(path));
        }

        return plain.Names.Any(name => name.StartsWith(BlocksPrefix, StringComparison.Ordinal))
            ? new StartingParameters(path, plain, null, null, null)
            : new StartingParameters(path, OfficialCheckpoint.Read(path));
    }
}
