namespace SerpentDsl.Tasks.Downloads;

/// <summary>What a part of a download belongs to.</summary>
/// <param name="Location">Address of the file.</param>
/// <param name="Validator">The server's identification of the version: a strong ETag or the date of change; null if it gives none.</param>
internal sealed record PartialNote(string Location, string? Validator);
