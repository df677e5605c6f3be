using System.IO.Compression;

namespace SerpentDsl.Runtime.Tests.Tasks;

/// <summary>Real data beside the repository (<c>../shared/data</c>), which a clone alone does not have.</summary>
internal static class SharedData
{
    public const string ReferenceRows = "listops/lra_generator_reference.tsv.gz";
    public const string ShortRows = "listops/nyu_listops_test_d20s.tsv.gz";

    public static string? Find(string file)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SerpentDsl.sln")))
            {
                string path = Path.Combine(folder.FullName, "..", "shared", "data", file);
                return File.Exists(path) ? Path.GetFullPath(path) : null;
            }
        }

        return null;
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
