using System.IO.Compression;
using SerpentDsl.Testing;

namespace SerpentDsl.Tasks.Tests;

/// <summary>Real data beside the repository (<c>../shared/data</c>), which a clone alone does not have.</summary>
internal static class SharedData
{
    public const string ReferenceRows = "listops/lra_generator_reference.tsv.gz";
    public const string ShortRows = "listops/nyu_listops_test_d20s.tsv.gz";

    public const string ImdbTrain = "imdb/train.tsv.gz";
    public const string Citations = "retrieval/acl_docs.tsv.gz";
    public const string WikiText2 = "wikitext/wikitext-2.train.tokens.gz";
    public const string Gpt2 = "gpt2_bpe/encoder.json.gz";

    /// <summary>The folder, as a task's data folder.</summary>
    public static string Folder => Path.GetFullPath(RepositoryRoot.Combine("..", "shared", "data"));

    public static string? Find(string file)
    {
        var path = Path.GetFullPath(RepositoryRoot.Combine("..", "shared", "data", file));
        return File.Exists(path) ? path : null;
    }

    public static StreamReader Open(string file) =>
        new(new GZipStream(File.OpenRead(Find(file)!), CompressionMode.Decompress));
}

/// <summary>A test that needs a file of the shared data; skipped, and said so, without it.</summary>
internal sealed class SharedDataFactAttribute : FactAttribute
{
    public SharedDataFactAttribute(string file)
    {
        if (SharedData.Find(file) is null)
        {
            Skip = $"../shared/data/{file} is not beside the repository.";
        }
    }
}
