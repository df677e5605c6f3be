using SerpentDsl.Ssm;
using static TorchSharp.torch;

namespace SerpentDsl.Io;

/// <summary>What an official <c>config.json</c> says of a model, as a generated model has it.</summary>
/// <param name="Layer">Its layers, which are all alike.</param>
/// <param name="Vocabulary">Rows of the embedding table.</param>
/// <param name="Depth">Number of blocks.</param>
/// <param name="IsRms">Whether its norms are RMS norms; else layer norms.</param>
/// <param name="IsTied">Whether the embedding table is also the projection to the vocabulary.</param>
internal sealed record MambaModel(MambaOptions Layer, long Vocabulary, int Depth, bool IsRms, bool IsTied)
{
    private const string Embedding = "embedding.weight";

    /// <summary>Looks at a model; null if it has no Mamba or Mamba-2 layer, or no embedding.</summary>
    /// <param name="module">The model.</param>
    /// <param name="state">Its state dict.</param>
    public static MambaModel? Of(nn.Module module, IReadOnlyDictionary<string, Tensor> state)
    {
        var layer = module.modules().Select(OptionsOf).FirstOrDefault(options => options is not null);
        return layer is not null && state.TryGetValue(Embedding, out var table)
            ? new MambaModel(
                layer,
                table.shape[0],
                BlockNames.Count(state.Keys),
                !state.ContainsKey("blocks.0.norm.bias"),
                !state.ContainsKey("head.weight"))
            : null;
    }

    private static MambaOptions? OptionsOf(nn.Module module) => module switch
    {
        Mamba first => first.Options,
        Mamba2 second => second.Options,
        _ => null,
    };
}
