namespace SerpentDsl.Tasks.Downloads;

/// <summary>What a part of a download belongs to.</summary>
/// <param name="Location">Where it is from.</param>
/// <param name="Validator">The server's mark of the version (a strong ETag or the date of change); null when it gives none.</param>
internal sealed record PartialNote(string Location, string? Validator);
