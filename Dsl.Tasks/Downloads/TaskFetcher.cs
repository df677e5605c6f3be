namespace SerpentDsl.Tasks.Downloads;

/// <summary>Downloads a task's files into a data folder.</summary>
public sealed class TaskFetcher(DownloadSettings settings, IProgress<TaskProgress>? progress)
{
    /// <summary>Downloads the files that are missing.</summary>
    /// <param name="task">The task.</param>
    /// <param name="folder">The data folder.</param>
    /// <param name="from">An address to use instead of the published one: that of the file, or, ending in <c>/</c>, of a folder that
    /// contains it; null: the published one.</param>
    /// <param name="cancellation">Stops the download; the bytes received so far are kept for the next attempt.</param>
    /// <returns>Paths of all the task's files.</returns>
    /// <exception cref="TaskDataException">A file cannot be downloaded.</exception>
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
