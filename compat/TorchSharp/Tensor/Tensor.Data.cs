using System.Numerics;
using TorchSharp.Interop;
using TorchSharp.Utils;

namespace TorchSharp;

public static partial class torch
{
    public partial class Tensor
    {
        /// <summary>The memory of a contiguous CPU tensor.</summary>
        public unsafe Span<byte> bytes
        {
            get
            {
                long total = CheckedByteCount();
                if (total > int.MaxValue)
                {
                    throw new ArgumentException($"The tensor has {total} bytes; a span holds at most {int.MaxValue}.");
                }
                return new Span<byte>((void*)DataPointer(), (int)total);
            }

            set
            {
                long total = CheckedByteCount();
                if (total != value.Length)
                {
                    throw new ArgumentException($"The tensor has {total} bytes, the data {value.Length}.");
                }
                value.CopyTo(new Span<byte>((void*)DataPointer(), value.Length));
            }
        }

        /// <summary>The elements of a CPU tensor (of a copy on the CPU otherwise); T must be the element type exactly.</summary>
        public TensorAccessor<T> data<T>() where T : unmanaged
        {
            ValidateType(typeof(T));
            return new TensorAccessor<T>(device_type == DeviceType.CPU ? this : cpu());
        }

        public T item<T>() where T : unmanaged
        {
            if (NumberOfElements != 1)
            {
                throw new ArgumentException($"item() needs a tensor of one element; this one has the shape [{string.Join(", ", shape)}].");
            }
            if (device_type == DeviceType.CPU && !is_conj() && !is_neg())
            {
                ValidateType(typeof(T));
                unsafe
                {
                    T value = *(T*)DataPointer();
                    GC.KeepAlive(this);
                    return value;
                }
            }
            using var near = cpu();
            using var plain = near.resolve_conj();
            using var positive = plain.resolve_neg();
            return positive.data<T>()[0];
        }

        public Scalar ToScalar() => Op.Item.CallScalar(this);

        public void WriteBytesToStream(Stream stream, int bufferSize = 1024)
        {
            long left = CheckedByteCount();
            nint position = DataPointer();
            while (left > 0)
            {
                int count = (int)Math.Min(left, bufferSize);
                unsafe
                {
                    stream.Write(new ReadOnlySpan<byte>((void*)position, count));
                }
                position += count;
                left -= count;
            }
            GC.KeepAlive(this);
        }

        public void ReadBytesFromStream(Stream stream, int bufferSize = 1024)
        {
            long left = CheckedByteCount();
            nint position = DataPointer();
            while (left > 0)
            {
                int count = (int)Math.Min(left, bufferSize);
                unsafe
                {
                    stream.ReadExactly(new Span<byte>((void*)position, count));
                }
                position += count;
                left -= count;
            }
            GC.KeepAlive(this);
        }

        public float ReadCpuSingle(long i) => TensorAccessor<float>.ReadItemAt(this, i);

        public double ReadCpuDouble(long i) => TensorAccessor<double>.ReadItemAt(this, i);

        public byte ReadCpuByte(long i) => TensorAccessor<byte>.ReadItemAt(this, i);

        public sbyte ReadCpuSByte(long i) => TensorAccessor<sbyte>.ReadItemAt(this, i);

        public short ReadCpuInt16(long i) => TensorAccessor<short>.ReadItemAt(this, i);

        public int ReadCpuInt32(long i) => TensorAccessor<int>.ReadItemAt(this, i);

        public long ReadCpuInt64(long i) => TensorAccessor<long>.ReadItemAt(this, i);

        public bool ReadCpuBool(long i) => TensorAccessor<bool>.ReadItemAt(this, i);

        public T ReadCpuValue<T>(long i) where T : unmanaged => TensorAccessor<T>.ReadItemAt(this, i);

        /// <summary>The address of the first element; null for an empty tensor.</summary>
        internal nint DataPointer()
        {
            nint data = Native.st_tensor_data(Handle);
            return data != 0 || NumberOfElements == 0 ? data : throw NativeError.Take();
        }

        internal void ValidateType(Type dotnetType)
        {
            if (DotnetTypeOf(dtype) != dotnetType)
            {
                throw new ArgumentException($"{dotnetType.Name} is not compatible with {dtype}");
            }
        }

        private static Type? DotnetTypeOf(ScalarType type) => type switch
        {
            ScalarType.Byte => typeof(byte),
            ScalarType.Int8 => typeof(sbyte),
            ScalarType.Int16 => typeof(short),
            ScalarType.Int32 => typeof(int),
            ScalarType.Int64 => typeof(long),
            ScalarType.Bool => typeof(bool),
            ScalarType.Float16 => typeof(Half),
            ScalarType.Float32 => typeof(float),
            ScalarType.Float64 => typeof(double),
            ScalarType.ComplexFloat32 => typeof((float, float)),
            ScalarType.ComplexFloat64 => typeof(Complex),
            _ => null,
        };

        private long CheckedByteCount()
        {
            if (device_type != DeviceType.CPU)
            {
                throw new InvalidOperationException($"The tensor is on '{device}'; its bytes can be read and written on the CPU only. Move it with cpu() first.");
            }
            if (!is_contiguous())
            {
                throw new InvalidOperationException("The tensor is not contiguous; its bytes are in no order of their own. Use contiguous() first.");
            }
            return NumberOfElements * ElementSize;
        }
    }
}
