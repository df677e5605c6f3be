using SerpentDsl.Generator.Read;

namespace SerpentDsl.Generator.Weights;

/// <summary>A declared architecture with its ledger: what one check of weights depends on.</summary>
/// <param name="Reading">The declaration.</param>
/// <param name="File">Its ledger; null when nothing is pinned.</param>
internal sealed record PinnedReading(Reading Reading, WeightsFile? File);
