using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor cumsum(long dim, ScalarType? type = null) => Op.Cumsum.Call(this, dim, type);

        public Tensor cumprod(long dim, ScalarType? type = null) => Op.Cumprod.Call(this, dim, type);

        public (Tensor values, Tensor indexes) cummax(long dim) => Op.Cummax.CallTwo(this, dim);

        public (Tensor values, Tensor indexes) cummin(long dim) => Op.Cummin.CallTwo(this, dim);

        public Tensor logcumsumexp(long dim) => Op.Logcumsumexp.Call(this, dim);

        public Tensor diff(long n = 1, long dim = -1, Tensor? prepend = null, Tensor? append = null) => Op.Diff.Call(this, n, dim, prepend, append);

        public Tensor trapezoid(double dx = 1, long dim = -1) => Op.TrapezoidDx.Call(this, dx, dim);

        public Tensor trapezoid(Tensor x, long dim = -1) => Op.TrapezoidX.Call(this, x, dim);

        public Tensor cumulative_trapezoid(double dx = 1, long dim = -1) => Op.CumulativeTrapezoidDx.Call(this, dx, dim);

        public Tensor cumulative_trapezoid(Tensor x, long dim = -1) => Op.CumulativeTrapezoidX.Call(this, x, dim);
    }
}
