namespace SerpentDsl.Experiments.Runs;

/// <summary>A folder that was to be new belongs to another process.</summary>
/// <param name="folder">The folder.</param>
internal sealed class FolderTakenException(string folder) : IOException($"{folder} exists already.");
