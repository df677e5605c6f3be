using System.Text.RegularExpressions;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Weights;

/// <summary>Finds the weights ledger of an architecture; a new one is placed next to the declaration.</summary>
internal static partial class LedgerPlace
{
    private static readonly HashSet<string> s_foreign =
        new(StringComparer.OrdinalIgnoreCase) { "bin", "obj", "artifacts", "node_modules", "runs" };

    /// <summary>Finds the path of a ledger.</summary>
    /// <param name="spec">The architecture.</param>
    /// <param name="root">The folder to search, with its subfolders.</param>
    /// <returns>The path of the ledger, which may not exist yet.</returns>
    /// <exception cref="UsageException">The declaration is not found, or is found in several places.</exception>
    public static string Find(ArchitectureSpec spec, string root)
    {
        string[] pinned = [.. Files(root, "*" + WeightsLedger.Extension).Where(
            file => File.ReadLines(file).Any(line => line.Trim() == WeightsLedger.HeadOf(spec)))];
        if (pinned.Length > 0)
        {
            return Single(pinned, spec, "ledgers");
        }

        Regex declaration = new($@"\bpartial\s+class\s+@?{Regex.Escape(spec.Name)}\b", RegexOptions.CultureInvariant);
        var space = spec.FullName[..^spec.Name.Length].TrimEnd('.');
        string[] declaring = [.. Files(root, "*.cs").Where(file => Declares(File.ReadAllText(file), declaration, space))];
        if (declaring.Length == 0)
        {
            throw new UsageException($"No source under {root} declares {spec.FullName}. Run in the folder of its project, or name "
                + "the ledger's file with --file.");
        }

        return Path.Combine(Path.GetDirectoryName(Single(declaring, spec, "sources"))!, spec.Name + WeightsLedger.Extension);
    }

    private static string Single(string[] found, ArchitectureSpec spec, string kind) => found.Length == 1
        ? found[0]
        : throw new UsageException($"{found.Length} {kind} are about {spec.Name}: {string.Join(", ", found)}. Name one with --file.");

    private static bool Declares(string source, Regex declaration, string space) =>
        declaration.IsMatch(source) && HasAttribute().IsMatch(source) &&
        (space.Length == 0 || space.Split('.').All(part => source.Contains(part, StringComparison.Ordinal)));

    private static IEnumerable<string> Files(string folder, string pattern)
    {
        foreach (var file in Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal))
        {
            yield return file;
        }

        foreach (var inner in Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal))
        {
            var name = Path.GetFileName(inner);
            if (name[0] != '.' && !s_foreign.Contains(name))
            {
                foreach (var file in Files(inner, pattern))
                {
                    yield return file;
                }
            }
        }
    }

    /// <summary>
    /// Recognises an attribute that only the declaring part of a partial class has: its backbone, or the architecture that it varies.
    /// </summary>
    [GeneratedRegex(@"\[\s*(\w+(\(.*?\))?\s*,\s*)*(Backbone|VariantOf)\s*\(", RegexOptions.Singleline)]
    private static partial Regex HasAttribute();
}
