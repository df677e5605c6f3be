using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp.Interop;

namespace TorchSharp;

public static partial class torch
{
    /// <summary>A tensor of the type that fits the array's elements, in the array's shape.</summary>
    public static Tensor from_array(Array rawArray, Device? device = null) => from_array(rawArray, null, device);

    public static Tensor from_array(
        Array rawArray, ScalarType? dtype, Device? device = null, bool requires_grad = false, string[]? names = null)
    {
        var sizes = new long[rawArray.Rank];
        for (int i = 0; i < sizes.Length; i++)
        {
            sizes[i] = rawArray.GetLongLength(i);
        }
        ScalarType type = ScalarTypeOf(rawArray.GetType().GetElementType()!);
        RefuseNames(names);
        return FromBytes(BytesOf(rawArray), sizes, type, dtype ?? type, device, requires_grad);
    }

    /// <summary>A copy of <paramref name="count"/> elements from <paramref name="offset"/> (in elements) on, in one dimension.</summary>
    public static Tensor frombuffer(Array rawArray, ScalarType dtype, long count = -1, long offset = 0, bool requires_grad = false)
    {
        int itemSize = dtype.ElementSize();
        var bytes = BytesOf(rawArray);
        long available = bytes.Length / itemSize - offset;
        if (offset < 0 || available < 0 || count > available)
        {
            throw new ArgumentOutOfRangeException(
                nameof(count), $"The array holds {bytes.Length / itemSize} elements of {dtype}; {count} from {offset} on were asked for.");
        }
        if (count < 0)
        {
            count = available;
        }
        return FromBytes(
            bytes.Slice(checked((int)(offset * itemSize)), checked((int)(count * itemSize))), [count], dtype, dtype, null, requires_grad);
    }

    internal static ScalarType ScalarTypeOf(Type type) => type switch
    {
        _ when type == typeof(bool) => ScalarType.Bool,
        _ when type == typeof(byte) => ScalarType.Byte,
        _ when type == typeof(sbyte) => ScalarType.Int8,
        _ when type == typeof(short) => ScalarType.Int16,
        _ when type == typeof(int) => ScalarType.Int32,
        _ when type == typeof(long) => ScalarType.Int64,
        _ when type == typeof(Half) => ScalarType.Float16,
        _ when type == typeof(float) => ScalarType.Float32,
        _ when type == typeof(double) => ScalarType.Float64,
        _ when type == typeof((float, float)) => ScalarType.ComplexFloat32,
        _ when type == typeof(System.Numerics.Complex) => ScalarType.ComplexFloat64,
        _ => throw new NotSupportedException($"A tensor cannot hold elements of type {type.FullName}."),
    };

    private static ReadOnlySpan<T> Elements<T>(IList<T> list) => list switch
    {
        T[] array => array,
        List<T> grown => CollectionsMarshal.AsSpan(grown),
        _ => list.ToArray(),
    };

    private static ReadOnlySpan<T> Elements<T>(Array array) =>
        MemoryMarshal.CreateReadOnlySpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(array)), array.Length);

    private static ReadOnlySpan<byte> BytesOf(Array array)
    {
        int itemSize = ScalarTypeOf(array.GetType().GetElementType()!).ElementSize();
        return MemoryMarshal.CreateReadOnlySpan(ref MemoryMarshal.GetArrayDataReference(array), checked(array.Length * itemSize));
    }

    private static Tensor FromScalar<T>(T value, ScalarType from, ScalarType to, Device? device, bool requires_grad) where T : unmanaged =>
        FromBytes(MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)), [], from, to, device, requires_grad);

    private static Tensor FromElements<T>(
        ReadOnlySpan<T> elements,
        ReadOnlySpan<long> sizes,
        ScalarType from,
        ScalarType to,
        Device? device,
        bool requires_grad,
        string[]? names) where T : unmanaged
    {
        RefuseNames(names);
        long count = 1;
        foreach (long size in sizes)
        {
            count *= size;
        }
        if (count > elements.Length)
        {
            throw new ArgumentException(
                $"The shape [{string.Join(", ", sizes.ToArray())}] takes {count} elements, but {elements.Length} were given.");
        }
        // As in the package, an array may be longer than the shape takes.
        return FromBytes(MemoryMarshal.AsBytes(elements[..(int)count]), sizes, from, to, device, requires_grad);
    }

    private static unsafe Tensor FromBytes(
        ReadOnlySpan<byte> bytes, ReadOnlySpan<long> sizes, ScalarType from, ScalarType to, Device? device, bool requires_grad)
    {
        device = InitializeDevice(device);
        nint handle;
        fixed (byte* data = bytes)
        fixed (long* shape = sizes)
        {
            handle = NativeError.Check(Native.st_tensor_from_data((nint)data, bytes.Length, shape, sizes.Length, (int)from));
        }
        var tensor = new Tensor(handle);
        if (from != to || device.type != DeviceType.CPU)
        {
            tensor = tensor.to(to, device, disposeAfter: true);
        }
        return WithGrad(tensor, requires_grad);
    }
}
