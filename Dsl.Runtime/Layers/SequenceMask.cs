using SerpentDsl.Functions;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>Which positions of a padded batch are valid.</summary>
public static class SequenceMask
{
    /// <summary>Marks the valid positions.</summary>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>.</param>
    /// <param name="length">Padded length.</param>
    /// <returns>Bool <c>[batch, length]</c> on the device of <paramref name="lengths"/>: true before the end of each sequence.</returns>
    /// <exception cref="ArgumentException">The lengths are not one-dimensional.</exception>
    public static Tensor Of(Tensor lengths, long length)
    {
        if (lengths.dim() != 1)
        {
            throw new ArgumentException(
                $"Lengths are one number per sequence, [batch], not {SequenceShape.Text(lengths)}.", nameof(lengths));
        }

        using var positions = TensorRange.Of(length, ScalarType.Int64, lengths.device);
        using var ends = lengths.unsqueeze(1);
        return positions.lt(ends);
    }

    /// <summary>Sets padded positions to zero, also where they are NaN.</summary>
    /// <param name="x">Features, <c>[batch, length, features]</c> or <c>[batch, length]</c>.</param>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>; null when nothing is padded.</param>
    /// <returns>The same shape, owned by the caller; without lengths it shares the memory of <paramref name="x"/>.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public static Tensor Apply(Tensor x, Tensor? lengths)
    {
        SequenceShape.CheckLengths(nameof(SequenceMask), x, lengths);
        if (lengths is null)
        {
            return x.alias();
        }

        if (FusedMask.Fits(x, lengths))
        {
            return FusedMask.Apply(x, lengths);
        }

        using var scope = NewDisposeScope();
        var padded = Of(lengths, x.shape[1]).logical_not();
        if (x.dim() == 3)
        {
            padded = padded.unsqueeze(2);
        }

        return x.masked_fill(padded, Scalars.Zero).MoveToOuterDisposeScope();
    }
}
