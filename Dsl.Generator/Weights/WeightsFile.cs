using SerpentDsl.Generator.Common;

namespace SerpentDsl.Generator.Weights;

/// <summary>A weights ledger: the pinned tensors of one architecture's checkpoints.</summary>
/// <param name="Path">The path of the file.</param>
/// <param name="Architecture">Full name of the architecture; empty when the file names none.</param>
/// <param name="Head">The line that names the architecture.</param>
/// <param name="Tensors">The pinned tensors.</param>
/// <param name="Faults">The parts that cannot be read.</param>
internal sealed record WeightsFile(
    string Path,
    string Architecture,
    TextLocation Head,
    EquatableArray<PinnedTensor> Tensors,
    EquatableArray<WeightsFault> Faults)
{
    /// <summary>The name of the file without folders.</summary>
    public string Name => Path.Substring(Path.LastIndexOfAny(['/', '\\']) + 1);
}
