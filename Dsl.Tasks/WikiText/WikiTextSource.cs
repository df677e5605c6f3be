namespace SerpentDsl.Tasks;

/// <summary>
/// Finds a corpus in an official form: <c>wiki.{train,valid,test}.tokens</c> in a folder of the corpus' name,
/// <c>wikitext-2.{train,valid,test}.tokens</c> (either plain or gzipped, also below <c>wikitext</c>), or the published archive
/// <c>wikitext-2-v1.zip</c>. The raw form has <c>-raw</c> in these names and files <c>.raw</c>.
/// </summary>
internal static class WikiTextSource
{
    private static readonly string[] s_splits = ["train", "valid", "test"];

    /// <param name="task">Name of the task.</param>
    /// <param name="corpus">Name of the corpus, such as <c>wikitext-2</c>.</param>
    /// <param name="raw">Whether the raw form is wanted, whose words are not cut and whose rare words are there.</param>
    /// <param name="files">Finds files.</param>
    /// <returns>Training, validation and test file.</returns>
    /// <exception cref="TaskDataException">The corpus was not found, or files are missing.</exception>
    public static IReadOnlyList<SourceFile> Find(string task, string corpus, bool raw, TaskFiles files)
    {
        var name = raw ? $"{corpus}-raw" : corpus;
        var extension = raw ? "raw" : "tokens";
        var archive = $"{name}-v1.zip";
        if (files.Find(archive, $"wikitext/{archive}") is { } found)
        {
            return [.. s_splits.Select(split => new SourceFile(found.Path, $"{name}/wiki.{split}.{extension}"))];
        }

        return files.FindSet(
            Names($"{name}/wiki.{{0}}.{extension}"),
            Names($"wikitext/{name}/wiki.{{0}}.{extension}"),
            Names($"wikitext/{name}.{{0}}.{extension}"),
            Names($"{name}.{{0}}.{extension}"))
            ?? throw Missing(task, corpus, raw, files);
    }

    /// <summary>The exception for files that are not there; it names those of another form that are.</summary>
    private static TaskDataException Missing(string task, string corpus, bool raw, TaskFiles files)
    {
        var (name, extension) = raw ? ($"{corpus}-raw", "raw") : (corpus, "tokens");
        var wanted = $"{name}-v1.zip, {name}/wiki.train.{extension}, .valid.{extension} and .test.{extension}, or "
            + $"wikitext/{name}.train.{extension}.gz, .valid.{extension}.gz and .test.{extension}.gz";
        var (other, ending) = raw ? (corpus, "tokens") : ($"{corpus}-raw", "raw");
        if (files.Find($"{other}-v1.zip", $"{other}/wiki.train.{ending}", $"wikitext/{other}/wiki.train.{ending}") is { } form)
        {
            return new TaskDataException($"{task} needs {wanted}. {form.Path} is the {(raw ? "tokenized" : "raw")} form of the corpus, on "
                + $"which losses are not comparable; {(raw ? "tasks without 'Raw' read" : "RawWikiText2 and ByteRawWikiText2 read")} it.");
        }

        string[] folders = [$"{corpus}-v1", $"{corpus}-raw-v1", $"wikitext/{corpus}-v1", $"wikitext/{corpus}-raw-v1", "."];
        foreach (var root in files.Roots)
        {
            var parquet = folders.Select(folder => Path.Combine(root, folder)).Where(Directory.Exists)
                .SelectMany(folder => Directory.EnumerateFiles(folder, "*.parquet")).FirstOrDefault();
            if (parquet is not null)
            {
                return new TaskDataException($"{task} needs {wanted}. {parquet} is the Parquet form of a mirror, which lacks the spaces of "
                    + $"blank lines and is not read{(raw ? "." : $"; 'data fetch {task}' downloads the archive.")}");
            }
        }

        return raw
            ? new TaskDataException($"{task} needs {wanted} in {string.Join(" or ", files.Roots)}. Name their folder with --data.")
            : files.Missing(task, wanted);
    }

    private static string[] Names(string pattern) => [.. s_splits.Select(split => pattern.Replace("{0}", split))];
}
