using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>Reduces a sequence to one vector.</summary>
public static class SequencePooling
{
    /// <summary>The mean over the valid positions of each sequence.</summary>
    /// <param name="x">Features, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>; null when nothing is padded.</param>
    /// <returns><c>[batch, features]</c>, owned by the caller; zeros for a sequence of length 0.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public static Tensor Mean(Tensor x, Tensor? lengths)
    {
        Check(x, lengths);
        if (lengths is null)
        {
            // Not mean: in some versions of libtorch that keeps its whole input for the backward pass.
            using var total = x.sum([1]);
            return total.div(Scalars.Of(x.shape[1]));
        }

        using var scope = NewDisposeScope();
        var sum = SequenceMask.Apply(x, lengths).sum(1);
        var count = lengths.clamp_min(Scalars.One).to(x.dtype).unsqueeze(1);
        return sum.div(count).MoveToOuterDisposeScope();
    }

    /// <summary>The last valid position of each sequence.</summary>
    /// <param name="x">Features, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>; null when nothing is padded.</param>
    /// <returns><c>[batch, features]</c>, owned by the caller; the first position for a sequence of length 0.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public static Tensor Last(Tensor x, Tensor? lengths)
    {
        Check(x, lengths);
        if (lengths is null)
        {
            return x.select(1, x.shape[1] - 1);
        }

        using var scope = NewDisposeScope();
        var positions = lengths.sub(Scalars.One).clamp_min(Scalars.Zero).view(-1, 1, 1).expand(-1, 1, x.shape[2]);
        return x.gather(1, positions).squeeze(1).MoveToOuterDisposeScope();
    }

    private static void Check(Tensor x, Tensor? lengths)
    {
        if (x.dim() != 3)
        {
            throw new ArgumentException($"Pooling reads [batch, length, features], not {SequenceShape.Text(x)}.", nameof(x));
        }

        SequenceShape.CheckLengths(nameof(SequencePooling), x, lengths);
    }
}
