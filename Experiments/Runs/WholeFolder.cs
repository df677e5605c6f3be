namespace SerpentDsl.Experiments.Runs;

/// <summary>Writes folders that are either complete or absent, and replace nothing.</summary>
internal static class WholeFolder
{
    /// <summary>
    /// Fills a folder under a temporary name, and renames it. Of several processes that want the same folder, one gets it.
    /// </summary>
    /// <param name="path">Path of the folder; it may exist if it is empty.</param>
    /// <param name="write">Writes the files to the folder that it is given.</param>
    /// <exception cref="UsageException">The folder exists already.</exception>
    public static void Write(string path, Action<string> write)
    {
        RunFolder.RequireFree(path);
        var temporary = $"{Path.TrimEndingDirectorySeparator(path)}.{Environment.ProcessId}-{Guid.NewGuid():N}.tmp";
        try
        {
            write(temporary);
            if (Directory.Exists(path))
            {
                Directory.Delete(path);
            }

            Directory.Move(temporary, path);
        }
        catch (Exception problem)
        {
            if (Directory.Exists(temporary))
            {
                Directory.Delete(temporary, recursive: true);
            }

            if (problem is IOException && (Directory.Exists(path) || File.Exists(path)))
            {
                RunFolder.RequireFree(path);
            }

            throw;
        }
    }
}
