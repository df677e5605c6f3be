using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>
/// The newest positions of a stream in a cache of fixed size: position p lies in slot p modulo the capacity. Every sequence has its own
/// number of positions, so each advances by itself.
/// </summary>
/// <param name="count">Positions read so far, int64 <c>[batch]</c>.</param>
/// <param name="capacity">Number of slots.</param>
internal readonly struct PositionCache(Tensor count, long capacity)
{
    /// <summary>The position in every slot, int64 <c>[batch, capacity]</c>; negative in empty slots.</summary>
    public Tensor Positions => PositionsAfter(count);

    /// <summary>The positions of the cache and of a piece behind it, int64 <c>[batch, capacity + length]</c>.</summary>
    /// <param name="length">Length of the piece.</param>
    public Tensor PositionsWith(long length) => cat([Positions, Next(length)], 1);

    /// <summary>The positions of a piece, int64 <c>[batch, length]</c>.</summary>
    /// <param name="length">Length of the piece.</param>
    public Tensor Next(long length) => count.unsqueeze(1).Plus(TensorRange.Of(length, ScalarType.Int64, count.device));

    /// <summary>What the slots contain after a piece that is no longer than the cache.</summary>
    /// <param name="joined">The cache, then the piece, <c>[batch, capacity + length, …]</c>.</param>
    /// <param name="total">Positions read after the piece, int64 <c>[batch]</c>.</param>
    /// <returns><c>[batch, capacity, …]</c>.</returns>
    public Tensor After(Tensor joined, Tensor total)
    {
        var positions = PositionsAfter(total);
        var slots = TensorRange.Of(capacity, ScalarType.Int64, count.device).unsqueeze(0);
        var fromPiece = positions.sub(count.unsqueeze(1));
        var sources = where(fromPiece.ge(Scalars.Zero), fromPiece.Plus(capacity), slots);
        return Rows.Of(joined, sources);
    }

    private Tensor PositionsAfter(Tensor total)
    {
        var newest = total.unsqueeze(1).sub(Scalars.One);
        var behind = newest.sub(TensorRange.Of(capacity, ScalarType.Int64, total.device).unsqueeze(0)).remainder(Scalars.Of(capacity));
        return newest.sub(behind);
    }
}
