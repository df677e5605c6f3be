using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor gather(long dim, Tensor index) => Op.Gather.Call(this, dim, index);

        public Tensor scatter(long dim, Tensor index, Tensor src) => Op.ScatterSrc.Call(this, dim, index, src);

        public Tensor scatter_(long dim, Tensor index, Tensor src) => Op.Scatter_Src.InPlace(this, dim, index, src);

        public Tensor scatter_add(long dim, Tensor index, Tensor src) => Op.ScatterAdd.Call(this, dim, index, src);

        public Tensor scatter_add_(long dim, Tensor index, Tensor src) => Op.ScatterAdd_.InPlace(this, dim, index, src);

        public Tensor index_select(long dim, Tensor index) => Op.IndexSelect.Call(this, dim, index);

        public Tensor index_add(long dim, Tensor index, Tensor source, Scalar alpha) => Op.IndexAdd.Call(this, dim, index, source, alpha);

        public Tensor index_add_(long dim, Tensor index, Tensor source, Scalar alpha) => Op.IndexAdd_.InPlace(this, dim, index, source, alpha);

        public Tensor index_copy(long dim, Tensor index, Tensor source) => Op.IndexCopy.Call(this, dim, index, source);

        public Tensor index_copy_(long dim, Tensor index, Tensor source) => Op.IndexCopy_.InPlace(this, dim, index, source);

        public Tensor index_fill(long dim, Tensor index, Scalar value) => Op.IndexFillIntScalar.Call(this, dim, index, value);

        public Tensor index_fill_(long dim, Tensor index, Scalar value) => Op.IndexFill_IntScalar.InPlace(this, dim, index, value);

        public Tensor take(Tensor index) => Op.Take.Call(this, index);

        public Tensor take_along_dim(Tensor indices) => Op.TakeAlongDim.Call(this, indices);

        public Tensor take_along_dim(Tensor indices, long dim) => Op.TakeAlongDim.Call(this, indices, dim);

        public Tensor masked_fill(Tensor mask, Scalar value) => Op.MaskedFillScalar.Call(this, mask, value);

        public Tensor masked_fill_(Tensor mask, Scalar value) => Op.MaskedFill_Scalar.InPlace(this, mask, value);

        public Tensor masked_scatter(Tensor mask, Tensor value) => Op.MaskedScatter.Call(this, mask, value);

        public Tensor masked_scatter_(Tensor mask, Tensor value) => Op.MaskedScatter_.InPlace(this, mask, value);

        public Tensor masked_select(Tensor mask) => Op.MaskedSelect.Call(this, mask);

        public Tensor where(Tensor condition, Tensor y) => Op.WhereSelf.Call(condition, this, y);

        public Tensor nonzero() => Op.Nonzero.Call(this);

        public Tensor argwhere() => Op.Argwhere.Call(this);
    }
}
