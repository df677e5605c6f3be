namespace SerpentDsl.Tasks;

/// <summary>Finds a task's files: in the user's data folder, then where <c>data fetch</c> puts them.</summary>
/// <param name="context">Gives the folders to search.</param>
public sealed class TaskFiles(TaskContext context)
{
    /// <summary>The folders that are searched, in order.</summary>
    public IReadOnlyList<string> Roots { get; } = context.DataFolder is null
        ? [context.FetchedFolder]
        : [context.DataFolder, context.FetchedFolder];

    /// <summary>The first of some relative paths that exists as a file, plain or with <c>.gz</c> appended; null if none does.</summary>
    /// <param name="candidates">Paths below the searched folders, the preferred one first.</param>
    public SourceFile? Find(params ReadOnlySpan<string> candidates)
    {
        RequireFolder();
        foreach (var root in Roots)
        {
            foreach (var candidate in candidates)
            {
                foreach (var path in new[] { Path.Combine(root, candidate), Path.Combine(root, candidate + ".gz") })
                {
                    if (File.Exists(path))
                    {
                        return new SourceFile(path);
                    }
                }
            }
        }

        return null;
    }

    /// <summary>The first of some relative paths that exists as a folder; null if none does.</summary>
    /// <param name="candidates">Paths below the searched folders, the preferred one first.</param>
    public string? FindFolder(params ReadOnlySpan<string> candidates)
    {
        RequireFolder();
        foreach (var root in Roots)
        {
            foreach (var candidate in candidates)
            {
                if (Directory.Exists(Path.Combine(root, candidate)))
                {
                    return Path.Combine(root, candidate);
                }
            }
        }

        return null;
    }

    /// <summary>Finds files that belong together: all in the same form, which is the first of some forms of which a file exists.</summary>
    /// <param name="forms">For each form the relative paths of the set.</param>
    /// <returns>The files of one form; null if no file of any form exists.</returns>
    /// <exception cref="TaskDataException">Only some files of a form exist, and no form is complete.</exception>
    public SourceFile[]? FindSet(params IReadOnlyList<string[]> forms)
    {
        string? incomplete = null;
        foreach (var form in forms)
        {
            SourceFile?[] found = [.. form.Select(name => Find(name))];
            if (found.All(file => file is not null))
            {
                return found!;
            }

            if (incomplete is null && found.FirstOrDefault(file => file is not null) is { } present)
            {
                var missing = form.Where((_, i) => found[i] is null);
                incomplete =
                    $"{present.Path} is there, but there is no {string.Join(" and no ", missing)} in {string.Join(" or ", Roots)}.";
            }
        }

        return incomplete is null ? null : throw new TaskDataException(incomplete + " Add what is missing.");
    }

    /// <summary>The exception for a user whose files were not found.</summary>
    /// <param name="task">Name of the task.</param>
    /// <param name="files">The files that would be accepted, in words.</param>
    public TaskDataException Missing(string task, string files) => new(
        $"{task} needs {files} in {string.Join(" or ", Roots)}. Name a folder that has them with --data (or SERPENT_DATA), or download "
            + $"them with 'data fetch {task}'.");

    private void RequireFolder()
    {
        if (context.DataFolder is { } folder && !Directory.Exists(folder))
        {
            throw new TaskDataException($"The data folder {folder} does not exist. Name another one, or none.");
        }
    }
}
