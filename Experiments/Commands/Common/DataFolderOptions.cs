using System.Text.Json.Nodes;
using CommandLine;
using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>Options of every command that reads a task's data.</summary>
internal abstract class DataFolderOptions
{
    [Option("data", MetaValue = "FOLDER", HelpText = "Your own data files (default: $SERPENT_DATA).")]
    public string? Data { get; set; }

    [Option("cache", MetaValue = "FOLDER",
        HelpText = "Where generated and downloaded data is kept (default: $SERPENT_CACHE, else the user's cache folder).")]
    public string? Cache { get; set; }

    /// <summary>
    /// The folders to read data from: those of the options, else those of a run, else those of the environment variables.
    /// </summary>
    /// <param name="run">The configuration of the run; null for none.</param>
    protected (string? Data, string Cache) ResolveFolders(JsonObject? run) =>
        ResolveFolders((string?)run?["dataFolder"], (string?)run?["cacheFolder"]);

    /// <summary>
    /// The folders to read data from: those of the options, else those of a run, else those of the environment variables.
    /// </summary>
    /// <param name="data">The run's data folder; null: none.</param>
    /// <param name="cache">The run's cache folder; null: none.</param>
    protected (string? Data, string Cache) ResolveFolders(string? data = null, string? cache = null) =>
        (DataFolders.Data(Data ?? data), DataFolders.Cache(Cache ?? cache));
}
