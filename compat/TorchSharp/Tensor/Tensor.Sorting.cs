using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public (Tensor Values, Tensor Indices) sort(long dim = -1, bool descending = false, bool stable = false) =>
            Op.SortStable.CallTwo(this, stable, dim, descending);

        public Tensor argsort(long dim = -1, bool descending = false) => Op.Argsort.Call(this, dim, descending);

        public Tensor msort() => Op.Msort.Call(this);

        public (Tensor values, Tensor indexes) topk(int k, int dim = -1, bool largest = true, bool sorted = true) =>
            Op.Topk.CallTwo(this, k, dim, largest, sorted);

        public Tensor bucketize(Tensor boundaries, bool outInt32 = false, bool right = false) =>
            Op.BucketizeTensor.Call(this, boundaries, outInt32, right);
    }
}
