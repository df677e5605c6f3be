using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Core;

public sealed class IndexingTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _x = arange(24).reshape(2, 3, 4);

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Numbers_take_dimensions_away()
    {
        Check.Is(_x[1, 2], [4], 20, 21, 22, 23);
        Check.Is(_x[1, 2, 3], [], 23);
        Check.Is(_x[-1, -1, -1], [], 23);
        Check.Is(_x[0][1], [4], 4, 5, 6, 7);
    }

    [Fact]
    public void Slices_and_ranges()
    {
        Check.Is(_x[TensorIndex.Colon, TensorIndex.Slice(0, 1), TensorIndex.Slice(1, null, 2)], [2, 1, 2], 1, 3, 13, 15);
        Check.Is(_x[1.., ..1, ^2..], [1, 1, 2], 14, 15);
        Check.Is(_x[.., ^1, 0], [2], 8, 20);
        Check.Is(_x[TensorIndex.Ellipsis, 0], [2, 3], 0, 4, 8, 12, 16, 20);
        Check.Is(_x[0, TensorIndex.Ellipsis, TensorIndex.Slice(3)], [3, 1], 3, 7, 11);
        Assert.Equal([1, 2, 3, 4], _x[TensorIndex.None].shape);
        Assert.Equal([2, 1, 3, 4], _x[TensorIndex.Colon, TensorIndex.Null, TensorIndex.Ellipsis].shape);
        Check.Is(_x[(0, 1), 0, (2, 4)], [1, 2], 2, 3);
    }

    [Fact]
    public void Slices_are_views()
    {
        _x[0, 0].fill_(7);
        Check.Close(_x[0, 0, ..2], [7, 7]);
    }

    [Fact]
    public void Tensors_index()
    {
        var rows = tensor(new[] { 1L, 0L });
        Assert.Equal([2, 3, 4], _x[rows].shape);
        Check.Close(_x[rows][0, 0], [12, 13, 14, 15]);
        Check.Is(_x[TensorIndex.Tensor(rows), TensorIndex.Tensor(tensor(new[] { 2L, 1L })), 0], [2], 20, 4);
        Check.Is(_x[TensorIndex.Colon, TensorIndex.Tensor(tensor(new[] { 2L })), TensorIndex.Slice(0, 1)], [2, 1, 1], 8, 20);
        Check.Is(_x[TensorIndex.Tensor(tensor(1L)), 0, 0], [], 12);
        Check.Is(_x[_x > 21], [2], 22, 23);
        var mask = tensor(new[,] { { true, false, false }, { false, false, true } });
        Check.Is(_x[mask], [2, 4], 0, 1, 2, 3, 20, 21, 22, 23);
        Check.Is(_x[TensorIndex.Tensor(mask), TensorIndex.Tensor(tensor(new[] { 0L, 3L }))], [2], 0, 23);
        Assert.Equal([1, 2, 3, 4], _x[TensorIndex.Bool(true)].shape);
        Assert.Equal([0, 2, 3, 4], _x[TensorIndex.Bool(false)].shape);
    }

    [Fact]
    public void Assignments()
    {
        var x = zeros(2, 3);
        x[0, 1] = tensor(5f);
        x[1] = tensor(new[] { 1f, 2f, 3f });
        Check.Close(x, [0, 5, 0, 1, 2, 3]);
        x[TensorIndex.Colon, TensorIndex.Slice(0, 1)] = tensor(9f);
        Check.Close(x, [9, 5, 0, 9, 2, 3]);
        x[x > 4] = tensor(-1f);
        Check.Close(x, [-1, -1, 0, -1, 2, 3]);
        x.index_put_(tensor(new[] { 1f, 1f }), [tensor(new[] { 0L, 0L }), tensor(new[] { 2L, 2L })], accumulate: true);
        Check.Close(x, [-1, -1, 2, -1, 2, 3]);
        x.index_put_(0, TensorIndex.Single(1));
        Check.Close(x, [-1, -1, 2, 0, 0, 0]);
    }

    [Fact]
    public void Gradients_flow_through_indexing()
    {
        var x = tensor(new[] { 1.0, 2, 3 }, requires_grad: true);
        (x[1..].sum() + (x[tensor(new[] { 0L, 0L })].sum() * 2)).backward();
        Check.Close(x.grad!, [4, 1, 1]);
    }

    [Fact]
    public void Indexing_leaves_no_tensors_behind()
    {
        using var scope = NewDisposeScope();
        var rows = tensor(new[] { 1L, 0L });
        int before = scope.DisposablesCount;
        _ = _x[1.., TensorIndex.Tensor(rows), TensorIndex.None, 0];
        Assert.Equal(before + 1, scope.DisposablesCount);
        _x[0, 0, 0] = rows[0];
        Assert.Equal(before + 2, scope.DisposablesCount);
    }

    [Fact]
    public void Out_of_range_is_libtorchs_error()
    {
        var error = Assert.ThrowsAny<Exception>(() => _x[2]);
        Assert.Contains("out of", error.Message);
    }
}
