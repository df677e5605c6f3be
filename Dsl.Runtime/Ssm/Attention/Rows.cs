using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>Chooses positions of every sequence.</summary>
internal static class Rows
{
    /// <summary>The positions that the indices name.</summary>
    /// <param name="x"><c>[batch, length]</c> or <c>[batch, length, features]</c>.</param>
    /// <param name="indices">Int64 <c>[batch, count]</c>, from 0 to the length.</param>
    /// <returns><c>[batch, count]</c> or <c>[batch, count, features]</c>.</returns>
    public static Tensor Of(Tensor x, Tensor indices) =>
        x.gather(1, x.dim() == 2 ? indices : indices.unsqueeze(2).expand(-1, -1, x.shape[2]));
}
