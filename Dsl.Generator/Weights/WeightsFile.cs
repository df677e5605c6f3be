using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Weights;

/// <summary>A weights ledger: what the checkpoints of one architecture hold, as pinned.</summary>
/// <param name="Path">Where it stands.</param>
/// <param name="Architecture">Full name of the architecture; empty when the file does not say.</param>
/// <param name="Head">The line that names it.</param>
/// <param name="Tensors">The tensors.</param>
/// <param name="Faults">What cannot be read.</param>
internal sealed record WeightsFile(
    string Path,
    string Architecture,
    TextLocation Head,
    EquatableArray<PinnedTensor> Tensors,
    EquatableArray<WeightsFault> Faults)
{
    /// <summary>Its name without folders.</summary>
    public string Name => Path.Substring(Path.LastIndexOfAny(['/', '\\']) + 1);
}
