using System.Collections;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp.Utils;

/// <summary>
/// A live view of the elements of a CPU tensor, in row-major order of its shape whatever its strides. It keeps the tensor
/// object alive, but a disposed tensor must not be accessed any more.
/// </summary>
public sealed unsafe class TensorAccessor<T> : IDisposable, IEnumerable<T> where T : unmanaged
{
    private readonly torch.Tensor _tensor;
    private readonly T* _data;
    private readonly long[] _shape;
    private readonly long[] _strides;
    private readonly bool _contiguous;

    internal TensorAccessor(torch.Tensor tensor)
    {
        if (tensor.device_type != DeviceType.CPU)
        {
            throw new InvalidOperationException($"The tensor is on '{tensor.device}'; its elements can be accessed on the CPU only. Move it with cpu() first.");
        }
        if (tensor.is_conj() || tensor.is_neg())
        {
            throw new InvalidOperationException("The tensor is a lazy conjugate or negation; use resolve_conj() or resolve_neg() before accessing its elements.");
        }
        _tensor = tensor;
        _data = (T*)tensor.DataPointer();
        _shape = tensor.shape;
        _strides = tensor.stride();
        _contiguous = tensor.is_contiguous();
        Count = tensor.numel();
    }

    public long Count { get; }

    public bool IsReadOnly => false;

    /// <summary>By one index in row-major order, or by one index per dimension.</summary>
    public T this[params long[] indices]
    {
        get => _data[Offset(indices)];
        set => _data[Offset(indices)] = value;
    }

    public static bool operator ==(TensorAccessor<T> left, TensorAccessor<T> right) => left.SequenceEqual(right);

    public static bool operator !=(TensorAccessor<T> left, TensorAccessor<T> right) => !(left == right);

    public T[] ToArray()
    {
        var result = new T[Count];
        CopyTo(result.AsSpan());
        return result;
    }

    /// <summary>An array of the tensor's shape; of one element for a tensor without dimensions.</summary>
    public Array ToNDArray()
    {
        if (_shape.Length == 0)
        {
            return ToArray();
        }
        var result = Array.CreateInstance(typeof(T), _shape);
        CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.As<byte, T>(ref MemoryMarshal.GetArrayDataReference(result)), checked((int)Count)));
        return result;
    }

    public void CopyTo(T[] array, int arrayIndex = 0, long tensorIndex = 0) => CopyTo(array.AsSpan(), arrayIndex, tensorIndex);

    /// <summary>Copies from <paramref name="tensorIndex"/> on until either end.</summary>
    public void CopyTo(Span<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var target = array[arrayIndex..];
        int count = (int)Math.Min(Count - tensorIndex, target.Length);
        if (_contiguous)
        {
            new ReadOnlySpan<T>(_data + tensorIndex, count).CopyTo(target);
            return;
        }
        var walk = new Walk(this, tensorIndex);
        for (int i = 0; i < count; i++)
        {
            target[i] = _data[walk.Next()];
        }
    }

    public void CopyFrom(T[] array, int arrayIndex = 0, long tensorIndex = 0) =>
        CopyFrom((ReadOnlySpan<T>)array, arrayIndex, tensorIndex);

    /// <summary>Overwrites the elements from <paramref name="tensorIndex"/> on until either end.</summary>
    public void CopyFrom(ReadOnlySpan<T> array, int arrayIndex = 0, long tensorIndex = 0)
    {
        var source = array[arrayIndex..];
        int count = (int)Math.Min(Count - tensorIndex, source.Length);
        if (_contiguous)
        {
            source[..count].CopyTo(new Span<T>(_data + tensorIndex, count));
            return;
        }
        var walk = new Walk(this, tensorIndex);
        for (int i = 0; i < count; i++)
        {
            _data[walk.Next()] = source[i];
        }
    }

    public IEnumerator<T> GetEnumerator()
    {
        var walk = new Walk(this, 0);
        for (long i = 0; i < Count; i++)
        {
            yield return At(walk.Next());
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override bool Equals(object? obj) => obj is TensorAccessor<T> other && this == other;

    public override int GetHashCode() => _tensor.GetHashCode();

    /// <summary>Nothing to release: the tensor stays its owner's.</summary>
    public void Dispose()
    {
    }

    internal static T ReadItemAt(torch.Tensor tensor, long index)
    {
        tensor.ValidateType(typeof(T));
        return new TensorAccessor<T>(tensor)[index];
    }

    private T At(long offset) => _data[offset];

    private long Offset(long[] indices)
    {
        if (indices.Length == 1 && _shape.Length != 1)
        {
            return Flat(indices[0]);
        }
        if (indices.Length != _shape.Length)
        {
            throw new ArgumentException($"{indices.Length} indices were given for a tensor of the shape [{string.Join(", ", _shape)}].");
        }
        long offset = 0;
        for (int i = 0; i < indices.Length; i++)
        {
            if ((ulong)indices[i] >= (ulong)_shape[i])
            {
                throw new IndexOutOfRangeException($"Index {indices[i]} is outside dimension {i} of the shape [{string.Join(", ", _shape)}].");
            }
            offset += indices[i] * _strides[i];
        }
        return offset;
    }

    private long Flat(long index)
    {
        if ((ulong)index >= (ulong)Count)
        {
            throw new IndexOutOfRangeException($"Index {index} is outside a tensor of {Count} elements.");
        }
        if (_contiguous)
        {
            return index;
        }
        long offset = 0;
        for (int i = _shape.Length - 1; i >= 0; i--)
        {
            (index, long place) = Math.DivRem(index, _shape[i]);
            offset += place * _strides[i];
        }
        return offset;
    }

    /// <summary>Steps through the offsets of a strided tensor without a division per element.</summary>
    private struct Walk
    {
        private readonly long[] _shape;
        private readonly long[] _strides;
        private readonly long[] _place;
        private long _next;

        public Walk(TensorAccessor<T> accessor, long start)
        {
            if (start < 0 || start > accessor.Count)
            {
                throw new ArgumentOutOfRangeException(nameof(start), start, $"The tensor has {accessor.Count} elements.");
            }
            _shape = accessor._shape;
            _strides = accessor._strides;
            _place = new long[_shape.Length];
            for (int i = _shape.Length - 1; i >= 0 && start > 0; i--)
            {
                (start, _place[i]) = Math.DivRem(start, _shape[i]);
                _next += _place[i] * _strides[i];
            }
        }

        public long Next()
        {
            long current = _next;
            for (int i = _shape.Length - 1; i >= 0; i--)
            {
                _next += _strides[i];
                if (++_place[i] < _shape[i])
                {
                    break;
                }
                _next -= _place[i] * _strides[i];
                _place[i] = 0;
            }
            return current;
        }
    }
}
