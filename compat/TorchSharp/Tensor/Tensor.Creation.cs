using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public Tensor zeros_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.ZerosLike.Call(this, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor ones_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.OnesLike.Call(this, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor empty_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.EmptyLike.Call(this, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor rand_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.RandLike.Call(this, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor randn_like(ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.RandnLike.Call(this, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor full_like(Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.FullLike.Call(this, value, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor randint_like(long low, long high, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.RandintLikeLowDtype.Call(this, low, high, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor new_empty(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.NewEmpty.Call(this, size, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor new_empty(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.NewEmpty.Call(this, size, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor new_empty(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.NewEmpty.Call(this, new long[] { size }, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor new_empty(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.NewEmpty.Call(this, new long[] { rows, columns }, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor new_empty(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.NewEmpty.Call(this, new long[] { dim0, dim1, dim2 }, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor new_empty(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.NewEmpty.Call(this, new long[] { dim0, dim1, dim2, dim3 }, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor new_zeros(long[] size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.NewZeros.Call(this, size, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor new_zeros(ReadOnlySpan<long> size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.NewZeros.Call(this, size, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor new_zeros(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.NewZeros.Call(this, new long[] { size }, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor new_zeros(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.NewZeros.Call(this, new long[] { rows, columns }, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor new_zeros(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.NewZeros.Call(this, new long[] { dim0, dim1, dim2 }, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor new_zeros(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.NewZeros.Call(this, new long[] { dim0, dim1, dim2, dim3 }, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor new_ones(long size, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.NewOnes.Call(this, new long[] { size }, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor new_ones(long rows, long columns, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.NewOnes.Call(this, new long[] { rows, columns }, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor new_ones(long dim0, long dim1, long dim2, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.NewOnes.Call(this, new long[] { dim0, dim1, dim2 }, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor new_ones(long dim0, long dim1, long dim2, long dim3, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.NewOnes.Call(this, new long[] { dim0, dim1, dim2, dim3 }, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor new_full(long[] size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.NewFull.Call(this, size, value, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor new_full(ReadOnlySpan<long> size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.NewFull.Call(this, size, value, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor new_full(long size, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.NewFull.Call(this, new long[] { size }, value, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor new_full(long rows, long columns, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.NewFull.Call(this, new long[] { rows, columns }, value, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor new_full(long dim0, long dim1, long dim2, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.NewFull.Call(this, new long[] { dim0, dim1, dim2 }, value, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);

        public Tensor new_full(long dim0, long dim1, long dim2, long dim3, Scalar value, ScalarType? dtype = null, Device? device = null, bool requires_grad = false) =>
            WithGrad(Op.NewFull.Call(this, new long[] { dim0, dim1, dim2, dim3 }, value, dtype, Arg.None, device is null ? Arg.None : InitializeDevice(device)), requires_grad);
    }
}
