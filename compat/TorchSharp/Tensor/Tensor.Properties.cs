using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        public long Dimensions => Alive(Native.st_tensor_dim(Handle));

        public long ndim => Dimensions;

        public long NumberOfElements => Alive(Native.st_tensor_numel(Handle));

        public long ElementSize => Alive(Native.st_tensor_itemsize(Handle));

        public long[] shape => size();

        public ScalarType dtype => (ScalarType)Alive(Native.st_tensor_dtype(Handle));

        public DeviceType device_type => (DeviceType)(byte)Alive(Native.st_tensor_device(Handle));

        public int device_index => (int)(Alive(Native.st_tensor_device(Handle)) >> 32) - 1;

        public Device device => device_type == DeviceType.CPU ? new Device(DeviceType.CPU) : new Device(device_type, device_index);

        public bool is_cuda => device_type == DeviceType.CUDA;

        public bool is_meta => device_type == DeviceType.META;

        public bool is_sparse => Alive(Native.st_tensor_layout(Handle)) == 1;

        public long dim() => Dimensions;

        public long numel() => NumberOfElements;

        public long element_size() => ElementSize;

        public bool is_cpu() => device_type == DeviceType.CPU;

        public bool is_integral() => torch.is_integral(dtype);

        public bool is_floating_point() => torch.is_floating_point(dtype);

        public bool is_complex() => torch.is_complex(dtype);

        public bool is_nonzero() => NumberOfElements == 1
            ? ToScalar().ToBoolean()
            : throw new InvalidOperationException($"is_nonzero() needs a tensor of one element; this one has {NumberOfElements}.");

        public bool is_contiguous()
        {
            bool contiguous = Native.st_tensor_is_contiguous(Handle);
            GC.KeepAlive(this);
            return contiguous;
        }

        public long storage_offset() => Alive(Native.st_tensor_storage_offset(Handle));

        public unsafe long[] size()
        {
            var sizes = new long[Dimensions];
            fixed (long* target = sizes)
            {
                Alive(Native.st_tensor_sizes(Handle, target, sizes.Length));
            }
            return sizes;
        }

        public unsafe long size(int dim)
        {
            // On the stack: asking for one size makes no garbage.
            Span<long> sizes = stackalloc long[(int)Dimensions];
            fixed (long* target = sizes)
            {
                Alive(Native.st_tensor_sizes(Handle, target, sizes.Length));
            }
            return At(sizes, dim);
        }

        public unsafe long[] stride()
        {
            var strides = new long[Dimensions];
            fixed (long* target = strides)
            {
                Alive(Native.st_tensor_strides(Handle, target, strides.Length));
            }
            return strides;
        }

        public long stride(int dim) => At(stride(), dim);

        private static long At(ReadOnlySpan<long> values, int dim)
        {
            int index = dim < 0 ? dim + values.Length : dim;
            return (uint)index < (uint)values.Length
                ? values[index]
                : throw new System.Runtime.InteropServices.ExternalException(
                    $"Dimension out of range (expected to be in range of [{-values.Length}, {values.Length - 1}], but got {dim})");
        }

        // The native side has read this tensor, and failed if the answer is negative.
        private long Alive(long answer)
        {
            GC.KeepAlive(this);
            return answer >= 0 ? answer : throw NativeError.Take();
        }

        /// <summary>The shape, element type and device.</summary>
        public override string ToString() =>
            IsInvalid ? "" : $"[{string.Join('x', shape)}], type = {dtype}, device = {device}";
    }
}
