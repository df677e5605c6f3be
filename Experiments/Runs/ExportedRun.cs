using System.Text.Json;
using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Io;

namespace SerpentDsl.Experiments.Runs;

/// <summary>
/// A run's folder without its training: the parameters, what turns text into ids, the names of the answers, and the declaration. Commands
/// and programs that use a model take it as they take a run.
/// </summary>
internal static class ExportedRun
{
    /// <summary>The name of this form among those of official checkpoints.</summary>
    public const string Naming = "serpent";

    /// <summary>What concerns the machine of the training, and not the model.</summary>
    private static readonly string[] s_left = ["dataFolder", "cacheFolder", "machine", "plan"];

    /// <summary>Paths of data of the user's own, of which the names stay.</summary>
    private static readonly string[] s_paths = ["path", "validation", "test"];

    /// <summary>Writes the folder.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="checkpoint">Path of the exported checkpoint.</param>
    /// <param name="folder">The new folder.</param>
    public static void Write(string run, string checkpoint, string folder)
    {
        var configuration = RunFolder.ReadConfiguration(run);
        foreach (var name in s_left)
        {
            configuration.Remove(name);
        }

        foreach (var name in s_paths)
        {
            if (configuration["ownData"] is JsonObject data && (string?)data[name] is { } path)
            {
                data[name] = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
            }
        }

        configuration[RunFolder.ExportedFrom] = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(run)));
        var target = RunFolder.CheckpointIn(folder, "best");
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Copy(checkpoint, target);
        StoredEncoding.Copy(run, folder);
        var imported = RunFolder.LayoutIn(run);
        if (File.Exists(imported))
        {
            File.Copy(imported, RunFolder.LayoutIn(folder));
        }

        // Last: without this file the folder is no run.
        AtomicFile.Write(
            Path.Combine(folder, RunFolder.ConfigurationFile),
            stream => JsonSerializer.Serialize<JsonNode>(stream, configuration, JsonSettings.Indented));
    }
}
