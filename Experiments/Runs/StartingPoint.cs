namespace SerpentDsl.Experiments.Runs;

/// <summary>The trained parameters from which a training began, as a run records them.</summary>
/// <param name="Path">The file or folder, as an absolute path.</param>
/// <param name="Architecture">Full name of the architecture that they belong to; null if the file does not say.</param>
/// <param name="Head">Kind of that architecture's head; null if unknown.</param>
/// <param name="Step">Steps after which they were saved; null if the file does not say.</param>
/// <param name="Digest">SHA-256 of the tensors: names, types, shapes and bytes.</param>
internal sealed record StartingPoint(string Path, string? Architecture, string? Head, int? Step, string Digest);
