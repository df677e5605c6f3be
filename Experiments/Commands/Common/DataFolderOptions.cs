using System.Text.Json.Nodes;
using CommandLine;
using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>Options of every command that reads a task's data.</summary>
internal abstract class DataFolderOptions
{
    [Option("data", MetaValue = "PATH",
        HelpText = "Folder of a task's files, or a file or folder of data of your own (default: $SERPENT_DATA).")]
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
    /// <exception cref="TaskDataException">The data folder does not exist.</exception>
    protected (string? Data, string Cache) ResolveFolders(string? data = null, string? cache = null)
    {
        var folder = DataFolders.Data(Data ?? data);
        if (folder is null || Directory.Exists(folder))
        {
            return (folder, DataFolders.Cache(Cache ?? cache));
        }

        throw new TaskDataException(File.Exists(folder)
            ? $"--data is the file {folder}, but the files of a task are looked for in a folder. Name the folder."
            : $"The data folder {folder} does not exist. Name another one, or none.");
    }
}
