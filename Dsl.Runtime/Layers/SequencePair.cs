using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// Two batches of sequences as one, so that one encoder reads both at once: batch statistics are then taken over both, as in the official
/// S4 code. Owns its tensors.
/// </summary>
public sealed class SequencePair : IDisposable
{
    private SequencePair(Tensor tokens, Tensor? lengths)
    {
        Tokens = tokens;
        Lengths = lengths;
    }

    /// <summary>The first sequences, then the second, padded to the longer, int64 <c>[2 * batch, length]</c>.</summary>
    public Tensor Tokens { get; }

    /// <summary>True lengths, int64 <c>[2 * batch]</c>; null when nothing is padded.</summary>
    public Tensor? Lengths { get; }

    /// <summary>Stacks two batches.</summary>
    /// <param name="first">Token ids, int64 <c>[batch, length]</c>.</param>
    /// <param name="firstLengths">True lengths, int64 <c>[batch]</c>; null when nothing is padded.</param>
    /// <param name="second">Token ids, int64 <c>[batch, length]</c>; the length may be another one.</param>
    /// <param name="secondLengths">True lengths, int64 <c>[batch]</c>; null when nothing is padded.</param>
    /// <returns>Owned by the caller.</returns>
    /// <exception cref="ArgumentException">The shapes do not fit together.</exception>
    public static SequencePair Stack(Tensor first, Tensor? firstLengths, Tensor second, Tensor? secondLengths)
    {
        SequenceShape.CheckLengths("The first of a pair", first, firstLengths);
        SequenceShape.CheckLengths("The second of a pair", second, secondLengths);
        if (first.dim() != 2 || second.dim() != 2 || first.shape[0] != second.shape[0])
        {
            throw new ArgumentException(
                $"A pair is two [batch, length] of one batch, not {SequenceShape.Text(first)} and {SequenceShape.Text(second)}.",
                nameof(second));
        }

        using var scope = NewDisposeScope();
        var length = long.Max(first.shape[1], second.shape[1]);
        var tokens = cat([Pad(first, length), Pad(second, length)], 0);
        var nothingIsPadded = firstLengths is null && secondLengths is null && first.shape[1] == second.shape[1];
        var lengths = nothingIsPadded ? null : cat([firstLengths ?? Whole(first), secondLengths ?? Whole(second)], 0);
        return new SequencePair(tokens.MoveToOuterDisposeScope(), lengths?.MoveToOuterDisposeScope());
    }

    /// <summary>The features by which the two sequences of a pair are compared: a, b, a − b and a·b, side by side.</summary>
    /// <param name="pooled">A vector of each sequence in the order of <see cref="Tokens"/>, <c>[2 * batch, features]</c>.</param>
    /// <returns><c>[batch, 4 * features]</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public static Tensor Compare(Tensor pooled)
    {
        CheckPairs(pooled);
        using var scope = NewDisposeScope();
        var batch = pooled.shape[0] / 2;
        var a = pooled.narrow(0, 0, batch);
        var b = pooled.narrow(0, batch, batch);
        return cat([a, b, a.sub(b), a.mul(b)], -1).MoveToOuterDisposeScope();
    }

    /// <summary>The vectors of the two sequences of a pair, side by side.</summary>
    /// <param name="pooled">A vector of each sequence in the order of <see cref="Tokens"/>, <c>[2 * batch, features]</c>.</param>
    /// <returns><c>[batch, 2 * features]</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The shape does not fit.</exception>
    public static Tensor Join(Tensor pooled)
    {
        CheckPairs(pooled);
        using var scope = NewDisposeScope();
        return cat(pooled.chunk(2, 0), -1).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Tokens.Dispose();
        Lengths?.Dispose();
    }

    private static void CheckPairs(Tensor pooled)
    {
        if (pooled.dim() != 2 || pooled.shape[0] == 0 || pooled.shape[0] % 2 != 0)
        {
            throw new ArgumentException($"Pairs are compared as [2 * batch, features], not {SequenceShape.Text(pooled)}.", nameof(pooled));
        }
    }

    private static Tensor Pad(Tensor tokens, long length) =>
        tokens.shape[1] == length ? tokens : nn.functional.pad(tokens, [0, length - tokens.shape[1]]);

    private static Tensor Whole(Tensor tokens) => full([tokens.shape[0]], Scalars.Of(tokens.shape[1]), ScalarType.Int64, tokens.device);
}
