using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Ssm;

/// <summary>Cuts sequences into blocks of equal size, so that attention within a window needs memory linear in the length.</summary>
/// <param name="size">Positions of a block.</param>
internal readonly struct SequenceBlocks(long size)
{
    /// <summary>How many blocks a length has.</summary>
    /// <param name="length">Number of positions.</param>
    public long Count(long length) => (length + size - 1) / size;

    /// <summary>Cuts; the last block is filled up with zeros.</summary>
    /// <param name="x"><c>[batch, length, features]</c>.</param>
    /// <returns><c>[batch, blocks, size, features]</c>.</returns>
    public Tensor Cut(Tensor x)
    {
        var missing = (Count(x.shape[1]) * size) - x.shape[1];
        return (missing == 0 ? x : nn.functional.pad(x, [0, 0, 0, missing])).unflatten(1, -1, size);
    }

    /// <summary>Joins blocks and cuts off what <see cref="Cut"/> has added.</summary>
    /// <param name="blocks"><c>[batch, blocks, size, features]</c>.</param>
    /// <param name="length">Number of positions.</param>
    /// <returns><c>[batch, length, features]</c>.</returns>
    public static Tensor Join(Tensor blocks, long length) => blocks.flatten(1, 2).narrow(1, 0, length);

    /// <summary>Every block between its neighbours: the block before it, and the one after it.</summary>
    /// <param name="blocks"><c>[batch, blocks, size, …]</c>.</param>
    /// <param name="causal">Whether the block after it is left out.</param>
    /// <param name="outside">What stands before the first block and after the last.</param>
    /// <returns><c>[batch, blocks, 2 or 3 · size, …]</c>.</returns>
    public static Tensor WithNeighbours(Tensor blocks, bool causal, double outside = 0)
    {
        var count = blocks.shape[1];
        var edge = full([blocks.shape[0], 1, .. blocks.shape[2..]], Scalars.Of(outside), blocks.dtype, blocks.device);
        var before = cat([edge, blocks.narrow(1, 0, count - 1)], 1);
        return causal ? cat([before, blocks], 2) : cat([before, blocks, cat([blocks.narrow(1, 1, count - 1), edge], 1)], 2);
    }

    /// <summary>The offset of every key of <see cref="WithNeighbours"/> from every query of its block.</summary>
    /// <param name="causal">Whether the block after it is left out.</param>
    /// <param name="device">Where the result is.</param>
    /// <returns>Int64 <c>[size, 2 or 3 · size]</c>.</returns>
    public Tensor Offsets(bool causal, Device device)
    {
        var queries = TensorRange.Of(size, ScalarType.Int64, device).unsqueeze(1);
        return TensorRange.Of(-size, (causal ? 1 : 2) * size, ScalarType.Int64, device).unsqueeze(0).sub(queries);
    }

    /// <summary>The position of every key of <see cref="WithNeighbours"/>.</summary>
    /// <param name="length">Number of positions.</param>
    /// <param name="causal">Whether the block after it is left out.</param>
    /// <param name="device">Where the result is.</param>
    /// <returns>Int64 <c>[blocks, 2 or 3 · size]</c>, with positions before 0 and beyond the length.</returns>
    public Tensor KeyPositions(long length, bool causal, Device device)
    {
        var starts = TensorRange.Of(Count(length), ScalarType.Int64, device).mul(Scalars.Of(size)).unsqueeze(1);
        return starts.Plus(TensorRange.Of(-size, (causal ? 1 : 2) * size, ScalarType.Int64, device).unsqueeze(0));
    }

    /// <summary>Whether positions are valid: from 0 to the length, or to the sequence's own length.</summary>
    /// <param name="positions">Int64 <c>[blocks, keys]</c>.</param>
    /// <param name="length">Number of positions.</param>
    /// <param name="lengths">True lengths, int64 <c>[batch]</c>; null when nothing is padded.</param>
    /// <returns>Bool <c>[batch or 1, blocks, keys]</c>.</returns>
    public static Tensor Valid(Tensor positions, long length, Tensor? lengths)
    {
        var ends = lengths is null ? positions.lt(Scalars.Of(length)).unsqueeze(0) : positions.unsqueeze(0).lt(lengths.view(-1, 1, 1));
        return ends.logical_and(positions.ge(Scalars.Zero).unsqueeze(0));
    }
}
