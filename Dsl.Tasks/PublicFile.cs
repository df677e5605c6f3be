namespace SerpentDsl.Tasks;

/// <summary>A file that its authors publish and that a task reads.</summary>
/// <param name="Name">Name under which the task finds it, relative to a data folder.</param>
/// <param name="Location">Where it is published.</param>
/// <param name="Checksum">Its MD5 or SHA-256 in hexadecimal; null where none is known.</param>
public sealed record PublicFile(string Name, Uri Location, string? Checksum = null)
{
    /// <summary>
    /// For an archive of which the task needs only some files: their names in it, and the relative paths to extract them to. The archive is
    /// then deleted. Empty: the file is kept unchanged.
    /// </summary>
    public IReadOnlyDictionary<string, string> Members { get; init; } = new Dictionary<string, string>();
}
