namespace SerpentDsl.Tasks;

/// <summary>Finds files of users.</summary>
internal static class DataPaths
{
    private static readonly string[][] s_splitNames = [["train", "training"], ["validation", "valid", "val", "dev"], ["test"]];

    /// <summary>Name of a task on a file: the file's name without its extensions.</summary>
    public static string NameOf(string path)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        return name.Split('.') is [{ Length: > 0 } first, ..] ? first : name;
    }

    /// <summary>Number of the split with a name, 0 … 2; null if it is no such name.</summary>
    public static int? SplitOf(string name) =>
        Array.FindIndex(s_splitNames, names => names.Contains(name.Trim(), StringComparer.OrdinalIgnoreCase)) is var split and >= 0
            ? split
            : null;

    /// <summary>The names that <see cref="SplitOf"/> knows.</summary>
    public static string SplitNames => string.Join(", ", s_splitNames.SelectMany(names => names));

    /// <summary>Finds the files of a task.</summary>
    /// <param name="task">Name of the task.</param>
    /// <param name="context">Gives the data folder.</param>
    /// <param name="source">A file, or a folder with one file a split.</param>
    /// <param name="validation">The validation file, or null.</param>
    /// <param name="test">The test file, or null.</param>
    /// <param name="isData">Whether a file or folder in a folder can be a split.</param>
    /// <exception cref="TaskDataException">A file is missing.</exception>
    public static SplitFiles Locate(
        string task, TaskContext context, string source, string? validation, string? test, Func<string, bool> isData)
    {
        var train = Require(task, context, source);
        var given = new SplitFiles(train, Optional(validation), Optional(test));
        if (!Directory.Exists(train))
        {
            return given;
        }

        string[] entries = [.. Directory.EnumerateFileSystemEntries(train).Where(isData).Order(StringComparer.Ordinal)];
        string?[] found = [.. s_splitNames.Select(names => OfSplit(names, entries))];
        return found[0] is not { } training ? given : new SplitFiles(training, given.Validation ?? found[1], given.Test ?? found[2]);

        string? Optional(string? path) => path is null ? null : Require(task, context, path);
    }

    private static string? OfSplit(string[] names, string[] entries)
    {
        string[] found = [.. entries.Where(entry => names.Contains(NameOf(entry), StringComparer.OrdinalIgnoreCase))];
        return found.Length <= 1
            ? found.FirstOrDefault()
            : throw new TaskDataException($"{found[0]} and {found[1]} are both files of one split. Remove one, or name the files.");
    }

    private static string Require(string task, TaskContext context, string path)
    {
        string[] candidates =
        [
            .. context.DataFolder is { } folder && !Path.IsPathRooted(path) ? [Path.Combine(folder, path)] : Array.Empty<string>(),
            Path.GetFullPath(path),
        ];
        return candidates.FirstOrDefault(Path.Exists)
            ?? throw new TaskDataException($"{task} needs {string.Join(" or ", candidates)}, which is not there. Check the name"
                + $"{(Path.IsPathRooted(path) ? "." : ", or name its folder with --data.")}");
    }
}
