using System.Reflection;

namespace SerpentDsl.Experiments.Output;

/// <summary>Text files that are embedded in this assembly.</summary>
internal static class EmbeddedFiles
{
    /// <summary>The names of the files that begin with a prefix, sorted.</summary>
    /// <param name="prefix">The prefix.</param>
    public static IEnumerable<string> Names(string prefix) =>
        Assembly.GetExecutingAssembly().GetManifestResourceNames().Where(
            name => name.StartsWith(prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    /// <summary>The text of a file.</summary>
    /// <param name="name">The file's name.</param>
    /// <exception cref="InvalidOperationException">There is no file with this name.</exception>
    public static string Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The runner was built without {name}.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
