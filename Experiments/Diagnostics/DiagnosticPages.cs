using SerpentDsl.Experiments.Output;

namespace SerpentDsl.Experiments.Diagnostics;

/// <summary>The help pages of the generator's diagnostics, embedded in this assembly so that they can be read offline.</summary>
internal static class DiagnosticPages
{
    private const string Folder = "diagnostics/";
    private const string Prefix = "SDSL";

    /// <summary>All pages, by ID.</summary>
    public static IReadOnlyList<DiagnosticPage> All { get; } =
    [
        .. EmbeddedFiles.Names(Folder).Select(Read),
    ];

    /// <summary>Finds the page of a diagnostic.</summary>
    /// <param name="id">The diagnostic's ID in any case, or only its number.</param>
    /// <exception cref="UsageException">There is no such diagnostic; the message names the nearest ones.</exception>
    public static DiagnosticPage Find(string id)
    {
        var wanted = id.Length > 0 && id.All(char.IsAsciiDigit) ? Prefix + id : id.ToUpperInvariant();
        return All.FirstOrDefault(page => page.Id == wanted)
            ?? throw new UsageException($"{NearestNames.Explain($"There is no diagnostic '{id}'.", wanted, All.Select(page => page.Id))} "
                + "'explain' without an ID lists all.");
    }

    private static DiagnosticPage Read(string resource)
    {
        var text = EmbeddedFiles.Read(resource);
        var id = resource[Folder.Length..];

        // The first line has the form '# SDSL201: Architecture is not partial'.
        var heading = text[..text.IndexOf('\n', StringComparison.Ordinal)];
        return new DiagnosticPage(id, heading[(heading.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim(), text);
    }
}
