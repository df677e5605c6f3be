using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor[] chunk(long chunks, long dim = 0) => Op.Chunk.CallList(this, chunks, dim);

        public Tensor[] split(long size, int dim = 0) => Op.SplitTensor.CallList(this, size, dim);

        public Tensor[] split(long[] sizes, long dim = 0) => Op.SplitWithSizes.CallList(this, sizes, dim);

        public Tensor[] split(params long[] sizes) => Op.SplitWithSizes.CallList(this, sizes);

        public Tensor[] unbind(long dimension = 0) => Op.UnbindInt.CallList(this, dimension);

        public Tensor[] tensor_split(long size, long dim = 0) => Op.TensorSplitSections.CallList(this, size, dim);

        public Tensor[] tensor_split(long[] sizes, long dim = 0) => Op.TensorSplitIndices.CallList(this, sizes, dim);

        public Tensor narrow(long dim, long start, long length) => Op.Narrow.Call(this, dim, start, length);

        public Tensor select(long dim, long index) => Op.SelectInt.Call(this, dim, index);

        public Tensor slice(long dim, long start, long finish, long step) => Op.SliceTensor.Call(this, dim, start, finish, step);

        public Tensor select_scatter(Tensor src, long dim, long index) => Op.SelectScatter.Call(this, src, dim, index);

        public Tensor slice_scatter(Tensor src, long dim = 0, long? start = null, long? end = null, long step = 1) =>
            Op.SliceScatter.Call(this, src, dim, start, end, step);

        public Tensor diagonal_scatter(Tensor src, long offset = 0, long dim1 = 0, long dim2 = 1) =>
            Op.DiagonalScatter.Call(this, src, offset, dim1, dim2);

        public Tensor[] split(ReadOnlySpan<long> sizes, long dim = 0) => Op.SplitWithSizes.CallList(this, sizes, dim);
    }
}
