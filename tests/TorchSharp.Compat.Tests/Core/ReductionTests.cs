using static TorchSharp.torch;

namespace TorchSharp.Compat.Tests.Core;

public sealed class ReductionTests : IDisposable
{
    private readonly DisposeScope _scope = NewDisposeScope();
    private readonly Tensor _x = tensor(new[,] { { 1.0, 2, 3 }, { 4, 5, 9 } });

    public void Dispose() => _scope.Dispose();

    [Fact]
    public void Sums_and_products()
    {
        Check.Is(_x.sum(), [], 24);
        Check.Is(_x.sum(0L), [3], 5, 7, 12);
        Check.Is(_x.sum(1, keepdim: true), [2, 1], 6, 18);
        Check.Is(_x.sum([0, 1]), [], 24);
        Check.Is(sum(_x, -1), [2], 6, 18);
        Assert.Equal(int64, ones(2, dtype: int32).sum().dtype);
        Assert.Equal(float64, ones(2).sum(type: float64).dtype);
        Check.Is(_x.prod(), [], 1080);
        Check.Is(_x.prod(1), [2], 6, 180);
        Check.Is(tensor(new[] { 1, double.NaN }).nansum(), [], 1);
    }

    [Fact]
    public void Means_and_spreads()
    {
        Check.Is(_x.mean(), [], 4);
        Check.Is(_x.mean([1]), [2], 2, 6);
        Check.Is(mean(_x, [0], keepdim: true), [1, 3], 2.5, 3.5, 6);
        Check.Is(_x.var(1), [2], 1, 7);
        Check.Is(_x.var(1, unbiased: false), [2], 2.0 / 3, 14.0 / 3);
        Check.Is(_x.std([1], unbiased: true, keepdim: true), [2, 1], 1, Math.Sqrt(7));
        Check.Is(_x.var(unbiased: false), [], 40.0 / 6);
        var (deviation, average) = _x.std_mean(1);
        Check.Close(deviation, [1, Math.Sqrt(7)]);
        Check.Close(average, [2, 6]);
        Check.Is(_x.median(), [], 3);
        Check.Is(tensor(new[] { 1, double.NaN, 3 }).nanmean(), [], 2);
        Check.Is(_x.quantile(tensor(new[] { 0.5 }), dim: 1), [1, 2], 2, 5);
    }

    [Fact]
    public void Extremes()
    {
        Check.Is(_x.max(), [], 9);
        var (largest, where) = _x.max(0);
        Check.Close(largest, [4, 5, 9]);
        Check.Close(where, [1, 1, 1]);
        var (smallest, at) = min(_x, 1, keepdim: true);
        Check.Is(smallest, [2, 1], 1, 4);
        Check.Close(at, [0, 0]);
        Check.Is(_x.amax([0, 1]), [], 9);
        Check.Is(_x.amin([1], keepdim: true), [2, 1], 1, 4);
        Check.Is(_x.argmax(), [], 5);
        Check.Is(_x.argmax(1), [2], 2, 2);
        Check.Is(_x.argmin(0, keepdim: true), [1, 3], 0, 0, 0);
        var (low, high) = _x.aminmax(dim: 1);
        Check.Close(low, [1, 4]);
        Check.Close(high, [3, 9]);
        Check.Close(max(_x, tensor(4.0)), [4, 4, 4, 4, 5, 9]);
    }

    [Fact]
    public void Norms_and_logarithms_of_sums()
    {
        var v = tensor(new[] { 3.0, -4.0 });
        Check.Is(v.norm(), [], 5);
        Check.Is(v.norm(1f), [], 7);
        Check.Is(_x.norm(1, false, 1f), [2], 6, 18);
        Check.Is(linalg.norm(v), [], 5);
        Check.Is(linalg.vector_norm(v, 1), [], 7);
        Check.Is(_x.logsumexp(1), [2], 3 + Math.Log(1 + Math.Exp(-1) + Math.Exp(-2)), 9 + Math.Log(1 + Math.Exp(-4) + Math.Exp(-5)));
        Check.Is(v.dist(zeros(2, dtype: float64)), [], 5);
    }

    [Fact]
    public void Truth_and_counts()
    {
        var mask = _x > 2;
        Assert.True(mask.any().item<bool>());
        Assert.False(mask.all().item<bool>());
        Check.Is(mask.all(1), [2], 0, 1);
        Check.Is(any(mask, 0, keepdim: true), [1, 3], 1, 1, 1);
        Check.Is(count_nonzero(mask), [], 4);
        Check.Is(mask.count_nonzero([1]), [2], 1, 3);
        Check.Is(bincount(tensor(new[] { 0L, 2L, 2L })), [3], 1, 0, 2);
        Check.Is(histc(_x, 2, 0, 10), [2], 4, 2);
    }

    [Fact]
    public void Running_results()
    {
        Check.Is(_x.cumsum(1), [2, 3], 1, 3, 6, 4, 9, 18);
        Check.Is(cumprod(_x, 1), [2, 3], 1, 2, 6, 4, 20, 180);
        Check.Close(tensor(new[] { 1.0, 3, 2 }).cummax(0).values, [1, 3, 3]);
        Check.Close(tensor(new[] { 1.0, 3, 2 }).cummin(0).indexes, [0, 0, 0]);
        Check.Close(tensor(new[] { 0.0, 0.0 }).logcumsumexp(0), [0, Math.Log(2)]);
        Check.Close(tensor(new[] { 1.0, 3, 2 }).diff(), [2, -1]);
        Check.Close(trapezoid(tensor(new[] { 1.0, 3, 2 })), [4.5]);
    }

    [Fact]
    public void Sorting_and_searching()
    {
        var x = tensor(new[] { 3.0, 1, 2 });
        var (values, indices) = x.sort();
        Check.Close(values, [1, 2, 3]);
        Check.Close(indices, [1, 2, 0]);
        Check.Close(sort(x, descending: true, stable: true).values, [3, 2, 1]);
        Check.Close(argsort(x), [1, 2, 0]);
        var (top, places) = x.topk(2);
        Check.Close(top, [3, 2]);
        Check.Close(places, [0, 2]);
        Check.Close(topk(x, 1, largest: false).values, [1]);
        Check.Close(x.kthvalue(2, null).values, [2]);
        var edges = tensor(new[] { 1.0, 2, 3 });
        Check.Close(searchsorted(edges, tensor(new[] { 2.0 })), [1]);
        Check.Close(searchsorted(edges, tensor(new[] { 2.0 }), right: true), [2]);
        Check.Close(bucketize(tensor(new[] { 2.5 }), edges), [2]);
        var (distinct, inverse, counts) = unique(tensor(new[] { 2, 1, 2 }), return_inverse: true, return_counts: true);
        Check.Close(distinct, [1, 2]);
        Check.Close(inverse!, [1, 0, 1]);
        Check.Close(counts!, [1, 2]);
        Assert.Null(unique(x).counts);
        Check.Is(unique(tensor(new[,] { { 1, 2 }, { 1, 2 } }), dim: 0).output, [1, 2], 1, 2);
    }
}
