namespace SerpentDsl.Tasks.Downloads;

/// <summary>Downloads what a task needs into a data folder.</summary>
public sealed class TaskFetcher(DownloadSettings settings, IProgress<TaskProgress>? progress)
{
    /// <summary>Downloads the files that are not there yet.</summary>
    /// <param name="task">The task.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="from">Another place than the published one: of the file itself, or ending in <c>/</c> a folder that has it by name;
    /// else null.</param>
    /// <param name="cancellation">Stops; what has come is kept for the next time.</param>
    /// <returns>What is there now.</returns>
    /// <exception cref="TaskDataException">A file cannot be had.</exception>
    public async Task<IReadOnlyList<string>> Fetch(IPublishedTask task, string folder, Uri? from, CancellationToken cancellation)
    {
        var there = new List<string>();
        using var downloader = new Downloader(settings, progress);
        foreach (var file in task.PublicFiles)
        {
            var target = Path.Combine(folder, file.Name);
            string[] wanted = file.Members.Count == 0 ? [target] : [.. file.Members.Values.Select(member => Path.Combine(folder, member))];
            there.AddRange(wanted);
            if (file.Members.Count > 0 && wanted.All(File.Exists))
            {
                continue;
            }

            if (!await Downloader.IsThere(target, file.Checksum, cancellation))
            {
                await downloader.Download(LocationOf(file, from), target, file.Checksum, cancellation);
            }

            if (file.Members.Count > 0)
            {
                ArchiveMembers.Take(target, file.Members, folder, progress, cancellation);
                File.Delete(target);
            }
        }

        return there;
    }

    private static Uri LocationOf(PublicFile file, Uri? from) =>
        from is null ? file.Location : from.AbsolutePath.EndsWith('/') ? new Uri(from, file.Name) : from;
}
