namespace SerpentDsl.Experiments.Runs;

/// <summary>Checks before a long computation that its results can be written.</summary>
internal static class WritablePlace
{
    private const int Attempts = 100;

    /// <summary>Checks that files can be written to a folder, which need not exist. Nothing stays there.</summary>
    /// <param name="folder">Path of the folder.</param>
    /// <exception cref="UsageException">Nothing can be written there; the message has the cause.</exception>
    public static void RequireFolder(string folder)
    {
        for (var attempt = 1; ; attempt++)
        {
            var made = Missing(folder);
            try
            {
                Directory.CreateDirectory(folder);
                var probe = Path.Combine(folder, $".{Guid.NewGuid():N}.tmp");
                File.WriteAllBytes(probe, [0]);
                File.Delete(probe);
                return;
            }
            catch (IOException problem) when (
                problem is DirectoryNotFoundException or FileNotFoundException && attempt < Attempts && FileAmong(folder) is null)
            {
                // Another process, which checks the same place, has just removed its empty folder.
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                var cause = FileAmong(folder) is { } file ? $"{file} is a file, not a folder." : problem.Message;
                throw new UsageException($"{folder} cannot be written to: {cause} Name another folder.");
            }
            finally
            {
                Remove(made);
            }
        }
    }

    /// <summary>The folder and those around it that do not exist, the innermost first.</summary>
    private static List<string> Missing(string folder)
    {
        List<string> missing = [];
        for (var path = Path.GetFullPath(folder); path is not null && !Directory.Exists(path); path = Path.GetDirectoryName(path))
        {
            missing.Add(path);
        }

        return missing;
    }

    /// <summary>A file that stands where a folder is needed; null if none does.</summary>
    private static string? FileAmong(string folder)
    {
        for (var path = Path.GetFullPath(folder); path is not null; path = Path.GetDirectoryName(path))
        {
            if (File.Exists(path))
            {
                return path;
            }
        }

        return null;
    }

    private static void Remove(IEnumerable<string> folders)
    {
        foreach (var folder in folders)
        {
            try
            {
                Directory.Delete(folder);
            }
            catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
            {
                // It was not made, or another process writes to it by now.
            }
        }
    }
}
