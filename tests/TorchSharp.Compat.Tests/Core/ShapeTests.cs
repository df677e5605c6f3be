using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Core;

public sealed class ShapeTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _x = arange(6).reshape(2, 3);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Properties()
    {
        Assert.Equal([2, 3], _x.shape);
        Assert.Equal([2, 3], _x.size());
        Assert.Equal(3, _x.size(1));
        Assert.Equal(3, _x.size(-1));
        Assert.Equal(2, _x.ndim);
        Assert.Equal(2, _x.dim());
        Assert.Equal(6, _x.numel());
        Assert.Equal(8, _x.element_size());
        Assert.Equal([3, 1], _x.stride());
        Assert.Equal(1, _x.T.stride(0));
        Assert.True(_x.is_contiguous());
        Assert.False(_x.T.is_contiguous());
        Assert.Equal(3, _x[1].storage_offset());
        Assert.Equal("[2x3], type = Int64, device = cpu", _x.ToString());
        Assert.Equal("[], type = Float32, device = cpu", tensor(1f).ToString());
    }

    [Fact]
    public void Views()
    {
        Check.Is(_x.view(3, 2), [3, 2], 0, 1, 2, 3, 4, 5);
        Check.Is(_x.reshape(-1), [6], 0, 1, 2, 3, 4, 5);
        Check.Is(_x.T, [3, 2], 0, 3, 1, 4, 2, 5);
        Check.Is(_x.mT, [3, 2], 0, 3, 1, 4, 2, 5);
        Check.Is(_x.t(), [3, 2], 0, 3, 1, 4, 2, 5);
        Check.Is(_x.transpose(0, 1), [3, 2], 0, 3, 1, 4, 2, 5);
        Check.Is(_x.permute(1, 0), [3, 2], 0, 3, 1, 4, 2, 5);
        Check.Is(_x.flatten(), [6], 0, 1, 2, 3, 4, 5);
        Assert.Equal([2, 1, 3], _x.unsqueeze(1).shape);
        Assert.Equal([2, 3], _x.unsqueeze(0).squeeze(0).shape);
        Assert.Equal([2, 3], _x.unsqueeze(0).unsqueeze(-1).squeeze().shape);
        Assert.Equal([2, 1, 3], _x.unflatten(0, 2, 1).shape);
        Assert.Equal([4, 2, 3], _x.expand(4, 2, 3).shape);
        Assert.Equal([4, 2, 3], _x.broadcast_to(4, 2, 3).shape);
        Assert.Equal([3, 2], _x.movedim([0], [1]).shape);
        Check.Is(_x.unfold(1, 2, 1), [2, 2, 2], 0, 1, 1, 2, 3, 4, 4, 5);
        Check.Is(_x.as_strided([2], [4], 1), [2], 1, 5);
        Check.Is(_x.diagonal(), [2], 0, 4);
        Check.Is(diag(tensor(new[] { 1, 2 }), 1), [3, 3], 0, 1, 0, 0, 0, 2, 0, 0, 0);
        Check.Is(diag_embed(tensor(new[] { 1, 2 })), [2, 2], 1, 0, 0, 2);
        var view = _x.view(6);
        view[0] = tensor(9L);
        Check.Close(_x[0, 0], [9]);
    }

    [Fact]
    public void Rearrangements()
    {
        Check.Is(_x.flip(1), [2, 3], 2, 1, 0, 5, 4, 3);
        Check.Is(_x.roll(1, 1), [2, 3], 2, 0, 1, 5, 3, 4);
        Check.Is(roll(_x, 1), [2, 3], 5, 0, 1, 2, 3, 4);
        Check.Is(_x.roll((1, 1), (0, 1)), [2, 3], 5, 3, 4, 2, 0, 1);
        Check.Is(_x.repeat(1, 2), [2, 6], 0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5);
        Check.Is(_x.tile([2, 1]), [4, 3], 0, 1, 2, 3, 4, 5, 0, 1, 2, 3, 4, 5);
        Check.Is(_x.repeat_interleave(2, dim: 0), [4, 3], 0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5);
        Check.Is(_x.repeat_interleave(tensor(new[] { 1L, 2L }), dim: 0), [3, 3], 0, 1, 2, 3, 4, 5, 3, 4, 5);
        Check.Is(_x.tril(), [2, 3], 0, 0, 0, 3, 4, 0);
        Check.Is(_x.triu(1), [2, 3], 0, 1, 2, 0, 0, 5);
        Check.Is(_x.rot90(), [3, 2], 2, 5, 1, 4, 0, 3);
    }

    [Fact]
    public void Joining()
    {
        var y = _x + 10;
        Check.Is(cat([_x, y]), [4, 3], 0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 14, 15);
        Check.Is(cat([_x, y], dim: 1), [2, 6], 0, 1, 2, 10, 11, 12, 3, 4, 5, 13, 14, 15);
        Check.Is(cat(new List<Tensor> { _x[0], y[0] }), [6], 0, 1, 2, 10, 11, 12);
        Check.Is(stack([_x[0], y[0]], dim: 1), [3, 2], 0, 10, 1, 11, 2, 12);
        Check.Is(hstack(_x[0], y[0]), [6], 0, 1, 2, 10, 11, 12);
        Check.Is(vstack([_x[0], y[0]]), [2, 3], 0, 1, 2, 10, 11, 12);
        var grid = meshgrid([arange(2), arange(3)]);
        Check.Is(grid[0], [2, 3], 0, 0, 0, 1, 1, 1);
        Check.Is(cartesian_prod(arange(2), arange(2)), [4, 2], 0, 0, 0, 1, 1, 0, 1, 1);
        Assert.Equal([2, 3], broadcast_tensors(_x, tensor(1L))[1].shape);
    }

    [Fact]
    public void Splitting()
    {
        Assert.Equal(2, _x.chunk(2, 1).Length);
        Check.Is(_x.split(2, dim: 1)[1], [2, 1], 2, 5);
        Check.Is(_x.split([1, 2], dim: 1)[1], [2, 2], 1, 2, 4, 5);
        Check.Is(split(_x, [1L, 1L])[1], [1, 3], 3, 4, 5);
        Check.Is(_x.unbind(1)[2], [2], 2, 5);
        Check.Is(_x.tensor_split(2, 1)[0], [2, 2], 0, 1, 3, 4);
        Check.Is(_x.narrow(1, 1, 2), [2, 2], 1, 2, 4, 5);
        Check.Is(_x.select(1, 0), [2], 0, 3);
        Check.Is(_x.slice(1, 0, 3, 2), [2, 2], 0, 2, 3, 5);
        Check.Is(_x.select_scatter(tensor(new[] { 8L, 9L }), 1, 0), [2, 3], 8, 1, 2, 9, 4, 5);
        Check.Is(_x.slice_scatter(zeros(2, 1, dtype: int64), 1, 2), [2, 3], 0, 1, 0, 3, 4, 0);
    }

    [Fact]
    public void Gathering_and_scattering()
    {
        var index = tensor(new[,] { { 2L }, { 0L } });
        Check.Is(_x.gather(1, index), [2, 1], 2, 3);
        Check.Is(zeros(2, 3, dtype: int64).scatter(1, index, tensor(new[,] { { 7L }, { 8L } })), [2, 3], 0, 0, 7, 8, 0, 0);
        Check.Is(_x.scatter_add(1, index, tensor(new[,] { { 10L }, { 10L } })), [2, 3], 0, 1, 12, 13, 4, 5);
        Check.Is(_x.index_select(1, tensor(new[] { 2L, 0L })), [2, 2], 2, 0, 5, 3);
        Check.Is(_x.index_add(0, tensor(new[] { 1L }), ones(1, 3, dtype: int64), 2), [2, 3], 0, 1, 2, 5, 6, 7);
        Check.Is(_x.index_copy(0, tensor(new[] { 1L }), zeros(1, 3, dtype: int64)), [2, 3], 0, 1, 2, 0, 0, 0);
        Check.Is(_x.index_fill(1, tensor(new[] { 1L }), -1), [2, 3], 0, -1, 2, 3, -1, 5);
        Check.Is(_x.take(tensor(new[] { 5L, 0L })), [2], 5, 0);
        Check.Is(_x.take_along_dim(index, 1), [2, 1], 2, 3);
        Check.Is(_x.masked_fill(_x > 3, 0), [2, 3], 0, 1, 2, 3, 0, 0);
        Check.Is(_x.masked_select(_x > 3), [2], 4, 5);
        Check.Is(where(_x > 3, _x, tensor(-1L)), [2, 3], -1, -1, -1, -1, 4, 5);
        Check.Is(where(_x > 3)[1], [2], 1, 2);
        Check.Is(_x.nonzero(), [5, 2], 0, 1, 0, 2, 1, 0, 1, 1, 1, 2);
    }

    [Fact]
    public void Sizes_are_values()
    {
        Size size = (2, 3);
        Assert.True(size == new Size([2L, 3L]));
        Assert.Equal(6, size.numel());
        Assert.Equal(3, size[1]);
        Assert.Equal([2, 3, 4], (size + new Size(4)).Shape);
        Assert.Equal([2, 3], randint(5, size).shape);
    }
}
