using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>Moves sequences within a padded batch.</summary>
internal static class SequenceAlignment
{
    /// <summary>Moves the padding to the front: every sequence then ends at the last position.</summary>
    /// <param name="x">Features, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">True lengths from 0 to the padded length, int64 <c>[batch]</c>; null when nothing is padded.</param>
    /// <returns>The same shape with zeros in front, owned by the caller; without lengths it shares the memory of
    /// <paramref name="x"/>.</returns>
    public static Tensor AtEnd(Tensor x, Tensor? lengths)
    {
        if (lengths is null)
        {
            return x.alias();
        }

        using var scope = NewDisposeScope();
        var (batch, length, features) = (x.shape[0], x.shape[1], x.shape[2]);
        var sources = TensorRange.Of(length, ScalarType.Int64, x.device).sub(Scalars.Of(length)).Plus(lengths.unsqueeze(1));
        var bases = arange(Scalars.Zero, Scalars.Of(batch * length), Scalars.Of(length), ScalarType.Int64, x.device).unsqueeze(1);
        var rows = sources.clamp_min(Scalars.Zero).Plus(bases).view(-1);
        return x.reshape(-1, features).index_select(0, rows).view(batch, length, features)
            .masked_fill(sources.lt(Scalars.Zero).unsqueeze(2), Scalars.Zero)
            .MoveToOuterDisposeScope();
    }
}
