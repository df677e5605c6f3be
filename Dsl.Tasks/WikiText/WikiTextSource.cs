namespace SerpentDsl.Tasks;

/// <summary>
/// Finds a corpus in the official <c>.tokens</c> form: <c>wiki.{train,valid,test}.tokens</c> in a folder of the corpus' name,
/// <c>wikitext-2.{train,valid,test}.tokens</c> (either plain or gzipped, also below <c>wikitext</c>), or the published archive
/// <c>wikitext-2-v1.zip</c>.
/// </summary>
internal static class WikiTextSource
{
    private static readonly string[] s_splits = ["train", "valid", "test"];

    /// <returns>Training, validation and test file.</returns>
    /// <exception cref="TaskDataException">The corpus was not found, or files are missing.</exception>
    public static IReadOnlyList<SourceFile> Find(string task, string corpus, TaskFiles files)
    {
        var archive = $"{corpus}-v1.zip";
        if (files.Find(archive, $"wikitext/{archive}") is { } found)
        {
            return [.. s_splits.Select(split => new SourceFile(found.Path, $"{corpus}/wiki.{split}.tokens"))];
        }

        return files.FindSet(
            Names($"{corpus}/wiki.{{0}}.tokens"),
            Names($"wikitext/{corpus}/wiki.{{0}}.tokens"),
            Names($"wikitext/{corpus}.{{0}}.tokens"),
            Names($"{corpus}.{{0}}.tokens"))
            ?? throw files.Missing(
                task,
                $"{archive}, {corpus}/wiki.train.tokens, .valid.tokens and .test.tokens, or wikitext/{corpus}.train.tokens.gz, "
                    + ".valid.tokens.gz and .test.tokens.gz");
    }

    private static string[] Names(string pattern) => [.. s_splits.Select(split => pattern.Replace("{0}", split))];
}
