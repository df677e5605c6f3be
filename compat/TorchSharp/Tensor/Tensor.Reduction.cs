using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor sum(ScalarType? type = null) => Op.Sum.Call(this, type);

        public Tensor sum(long[] dim, bool keepdim = false, ScalarType? type = null) => Op.SumDimIntList.Call(this, dim, keepdim, type);

        public Tensor sum(ReadOnlySpan<long> dim, bool keepdim = false, ScalarType? type = null) => Op.SumDimIntList.Call(this, dim, keepdim, type);

        public Tensor sum(long dim, bool keepdim = false, ScalarType? type = null) => Op.SumDimIntList.Call(this, dim, keepdim, type);

        public Tensor sum(long dim0, long dim1, bool keepdim = false, ScalarType? type = null) =>
            Op.SumDimIntList.Call(this, new long[] { dim0, dim1 }, keepdim, type);

        public Tensor sum(long dim0, long dim1, long dim2, bool keepdim = false, ScalarType? type = null) =>
            Op.SumDimIntList.Call(this, new long[] { dim0, dim1, dim2 }, keepdim, type);

        public Tensor nansum() => Op.Nansum.Call(this);

        public Tensor mean() => Op.Mean.Call(this);

        public Tensor mean(long[] dimensions, bool keepdim = false, ScalarType? type = null) => Op.MeanDim.Call(this, dimensions, keepdim, type);

        public Tensor nanmean(int? dim = null, bool keepdim = false, ScalarType? dtype = null) => Op.Nanmean.Call(this, dim, keepdim, dtype);

        public Tensor prod(ScalarType? type = null) => Op.Prod.Call(this, type);

        public Tensor prod(long dim, bool keepdim = false, ScalarType? type = null) => Op.ProdDimInt.Call(this, dim, keepdim, type);

        public Tensor std(bool unbiased = true) => Op.Std.Call(this, unbiased);

        public Tensor std(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Op.StdDim.Call(As(type), dimensions, unbiased, keepdim);

        public Tensor std(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Op.StdDim.Call(As(type), dimensions, unbiased, keepdim);

        public Tensor std(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Op.StdDim.Call(As(type), dim, unbiased, keepdim);

        public Tensor std((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Op.StdDim.Call(As(type), new long[] { dim.Item1, dim.Item2 }, unbiased, keepdim);

        public Tensor std((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Op.StdDim.Call(As(type), new long[] { dim.Item1, dim.Item2, dim.Item3 }, unbiased, keepdim);

        public Tensor var(bool unbiased = true) => Op.Var.Call(this, unbiased);

        public Tensor var(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Op.VarDim.Call(As(type), dimensions, unbiased, keepdim);

        public Tensor var(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Op.VarDim.Call(As(type), dimensions, unbiased, keepdim);

        public Tensor var(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Op.VarDim.Call(As(type), dim, unbiased, keepdim);

        public Tensor var((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Op.VarDim.Call(As(type), new long[] { dim.Item1, dim.Item2 }, unbiased, keepdim);

        public Tensor var((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Op.VarDim.Call(As(type), new long[] { dim.Item1, dim.Item2, dim.Item3 }, unbiased, keepdim);

        public (Tensor std, Tensor mean) std_mean(bool unbiased = true) => Op.StdMean.CallTwo(this, unbiased);

        public (Tensor std, Tensor mean) std_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Op.StdMeanDim.CallTwo(As(type), dimensions, unbiased, keepdim);

        public (Tensor std, Tensor mean) std_mean(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Op.StdMeanDim.CallTwo(As(type), dimensions, unbiased, keepdim);

        public (Tensor std, Tensor mean) std_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Op.StdMeanDim.CallTwo(As(type), dim, unbiased, keepdim);

        public (Tensor std, Tensor mean) std_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Op.StdMeanDim.CallTwo(As(type), new long[] { dim.Item1, dim.Item2 }, unbiased, keepdim);

        public (Tensor std, Tensor mean) std_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Op.StdMeanDim.CallTwo(As(type), new long[] { dim.Item1, dim.Item2, dim.Item3 }, unbiased, keepdim);

        public (Tensor std, Tensor mean) var_mean(bool unbiased = true) => Op.VarMean.CallTwo(this, unbiased);

        public (Tensor std, Tensor mean) var_mean(long[] dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Op.VarMeanDim.CallTwo(As(type), dimensions, unbiased, keepdim);

        public (Tensor std, Tensor mean) var_mean(ReadOnlySpan<long> dimensions, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Op.VarMeanDim.CallTwo(As(type), dimensions, unbiased, keepdim);

        public (Tensor std, Tensor mean) var_mean(long dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Op.VarMeanDim.CallTwo(As(type), dim, unbiased, keepdim);

        public (Tensor std, Tensor mean) var_mean((long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Op.VarMeanDim.CallTwo(As(type), new long[] { dim.Item1, dim.Item2 }, unbiased, keepdim);

        public (Tensor std, Tensor mean) var_mean((long, long, long) dim, bool unbiased = true, bool keepdim = false, ScalarType? type = null) =>
            Op.VarMeanDim.CallTwo(As(type), new long[] { dim.Item1, dim.Item2, dim.Item3 }, unbiased, keepdim);

        public Tensor max() => Op.Max.Call(this);

        public Tensor min() => Op.Min.Call(this);

        public Tensor max(Tensor other) => Op.Maximum.Call(this, other);

        public (Tensor values, Tensor indexes) max(long dim, bool keepdim = false) => Op.MaxDim.CallTwo(this, dim, keepdim);

        public Tensor min(Tensor other) => Op.Minimum.Call(this, other);

        public (Tensor values, Tensor indexes) min(long dim, bool keepdim = false) => Op.MinDim.CallTwo(this, dim, keepdim);

        public Tensor amax(params long[] dims) => Op.Amax.Call(this, dims);

        public Tensor amin(params long[] dims) => Op.Amin.Call(this, dims);

        public (Tensor min, Tensor max) aminmax(long? dim = null, bool keepdim = false) => Op.Aminmax.CallTwo(this, dim, keepdim);

        public Tensor argmax() => Op.Argmax.Call(this);

        public Tensor argmin() => Op.Argmin.Call(this);

        public Tensor argmax(long dim, bool keepdim = false) => Op.Argmax.Call(this, dim, keepdim);

        public Tensor argmin(long dim, bool keepdim = false) => Op.Argmin.Call(this, dim, keepdim);

        public Tensor median() => Op.Median.Call(this);

        public Tensor nanmedian() => Op.Nanmedian.Call(this);

        public Tensor all() => Op.All.Call(this);

        public Tensor any() => Op.Any.Call(this);

        public (Tensor values, Tensor indices) mode(long dim = -1, bool keepdim = false) => Op.Mode.CallTwo(this, dim, keepdim);

        public Tensor all(long dim, bool keepdim = false) => Op.AllDim.Call(this, dim, keepdim);

        public Tensor any(long dim, bool keepdim = false) => Op.AnyDim.Call(this, dim, keepdim);

        public Tensor count_nonzero(long[]? dims = null) => Op.CountNonzeroDimIntList.Call(this, dims ?? []);

        public Tensor logsumexp(long dim, bool keepdim = false) => Op.Logsumexp.Call(this, dim, keepdim);

        public Tensor norm(float p = 2f) => Op.NormScalar.Call(this, (double)p);

        public Tensor norm(int dim, bool keepdim = false, float p = 2f) => Op.NormScalarOptDim.Call(this, (double)p, dim, keepdim);

        public Tensor dist(Tensor other, float p = 2f) => Op.Dist.Call(this, other, (double)p);

        public Tensor quantile(Tensor q, long dim = -1, bool keepdim = false) => Op.Quantile.Call(this, q, dim, keepdim);

        public Tensor nanquantile(Tensor q, long dim = -1, bool keepdim = false) => Op.Nanquantile.Call(this, q, dim, keepdim);

        public Tensor histc(long bins = 100, long min = 0, long max = 0) => Op.Histc.Call(this, bins, min, max);

        public Tensor bincount(Tensor? weights, long minlength = 0) => Op.Bincount.Call(this, weights, minlength);

        public Tensor cov(long correction = 1, Tensor? fweights = null, Tensor? aweights = null) => Op.Cov.Call(this, correction, fweights, aweights);

        public Tensor corrcoef() => Op.Corrcoef.Call(this);

        public Tensor trace() => Op.Trace.Call(this);

        // For the reductions whose operator takes no result type: the input is converted first.
        private Tensor As(ScalarType? type) => type is null || type == dtype ? this : to_type(type.Value);

        public Tensor amax(long[] dims, bool keepdim = false, Tensor? @out = null) => Into(@out, Op.Amax.Call(this, dims, keepdim));

        public Tensor amax(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => Into(@out, Op.Amax.Call(this, dims, keepdim));

        public Tensor amin(long[] dims, bool keepdim = false, Tensor? @out = null) => Into(@out, Op.Amin.Call(this, dims, keepdim));

        public Tensor amin(ReadOnlySpan<long> dims, bool keepdim = false, Tensor? @out = null) => Into(@out, Op.Amin.Call(this, dims, keepdim));

        public (Tensor values, Tensor indices) kthvalue(long k, long? dim, bool keepdim = false) => Op.Kthvalue.CallTwo(this, k, dim ?? -1, keepdim);

        public Tensor renorm(float p, long dim, float maxnorm) => Op.Renorm.Call(this, (double)p, dim, (double)maxnorm);
    }
}
