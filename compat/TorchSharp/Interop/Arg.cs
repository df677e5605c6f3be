using System.Text;

namespace TorchSharp.Interop;

/// <summary>
/// One argument of an operator before it is marshalled. Numbers are given as they are; the native side converts by the
/// operator's schema. Lists are read when the call is made.
/// </summary>
internal readonly struct Arg
{
    private readonly object? _reference;
    private readonly long _bits;
    private readonly double _imaginary;
    private readonly Tag _tag;

    private Arg(Tag tag, object? reference)
    {
        _tag = reference is null ? Tag.None : tag;
        _reference = reference;
    }

    private Arg(Tag tag, long bits, double imaginary = 0)
    {
        _tag = tag;
        _bits = bits;
        _imaginary = imaginary;
    }

    /// <summary>The schema's own default.</summary>
    public static Arg Default => new(Tag.Default, 0);

    /// <summary>No value; for an optional argument that has another default.</summary>
    public static Arg None => default;

    public static Arg Tensors(IReadOnlyList<torch.Tensor?> tensors) => new(Tag.TensorList, tensors);

    public static implicit operator Arg(torch.Tensor? value) => new(Tag.Tensor, value);

    public static implicit operator Arg(torch.Tensor?[] value) => new(Tag.TensorList, value);

    public static implicit operator Arg(long value) => new(Tag.Int, value);

    public static implicit operator Arg(long? value) => value is { } v ? v : None;

    public static implicit operator Arg(double value) => new(Tag.Double, BitConverter.DoubleToInt64Bits(value));

    public static implicit operator Arg(double? value) => value is { } v ? v : None;

    public static implicit operator Arg(bool value) => new(Tag.Bool, value ? 1 : 0);

    public static implicit operator Arg(bool? value) => value is { } v ? v : None;

    public static implicit operator Arg(Scalar? value) => value is null ? None : new(value.Tag, value.Bits, value.Imaginary);

    public static implicit operator Arg(torch.ScalarType value) => new(Tag.Int, (long)value);

    public static implicit operator Arg(torch.ScalarType? value) => value is { } v ? v : None;

    public static implicit operator Arg(torch.Device? value) => value is null ? None : new(Tag.Device, Native.PackDevice(value.type, value.index));

    public static implicit operator Arg(torch.Generator? value) => new(Tag.Generator, value);

    public static implicit operator Arg(string? value) => new(Tag.String, value);

    public static implicit operator Arg(long[]? value) => new(Tag.IntList, value);

    public static implicit operator Arg(ReadOnlySpan<long> value) => new(Tag.IntList, value.ToArray());

    public static implicit operator Arg(double[]? value) => new(Tag.DoubleList, value);

    public static implicit operator Arg(bool[]? value) => new(Tag.BoolList, value);

    /// <summary>The tensor, if it is one.</summary>
    public torch.Tensor? Tensor => _reference as torch.Tensor;

    /// <summary>The integer, if it is one.</summary>
    public long? Integer => _tag == Tag.Int ? _bits : null;

    /// <summary>How many 8-byte words of scratch memory <see cref="Write"/> needs.</summary>
    public int ScratchWords => _tag switch
    {
        Tag.IntList => ((long[])_reference!).Length,
        Tag.DoubleList => ((double[])_reference!).Length,
        Tag.BoolList => (((bool[])_reference!).Length + 7) / 8,
        Tag.TensorList => ((IReadOnlyList<torch.Tensor?>)_reference!).Count,
        Tag.String => (Encoding.UTF8.GetByteCount((string)_reference!) + 7) / 8,
        _ => 0,
    };

    /// <summary>Writes the native form, with list contents at <paramref name="scratch"/>.</summary>
    public unsafe void Write(NativeValue* target, long* scratch)
    {
        target->Tag = _tag;
        target->Count = 0;
        target->Bits = _bits;
        target->Imaginary = _imaginary;
        switch (_tag)
        {
            case Tag.Tensor:
                target->Bits = ((torch.Tensor)_reference!).Handle;
                break;
            case Tag.Generator:
                target->Bits = ((torch.Generator)_reference!).Handle;
                break;
            case Tag.IntList:
                var integers = (long[])_reference!;
                integers.CopyTo(new Span<long>(scratch, integers.Length));
                Refer(target, scratch, integers.Length);
                break;
            case Tag.DoubleList:
                var reals = (double[])_reference!;
                reals.CopyTo(new Span<double>(scratch, reals.Length));
                Refer(target, scratch, reals.Length);
                break;
            case Tag.BoolList:
                var flags = (bool[])_reference!;
                flags.CopyTo(new Span<bool>(scratch, flags.Length));
                Refer(target, scratch, flags.Length);
                break;
            case Tag.TensorList:
                var tensors = (IReadOnlyList<torch.Tensor?>)_reference!;
                for (int i = 0; i < tensors.Count; i++)
                {
                    scratch[i] = tensors[i] is { } tensor ? tensor.Handle : 0;
                }
                Refer(target, scratch, tensors.Count);
                break;
            case Tag.String:
                var text = (string)_reference!;
                Refer(target, scratch, Encoding.UTF8.GetBytes(text, new Span<byte>(scratch, ScratchWords * 8)));
                break;
        }
    }

    /// <summary>Keeps what the call borrowed from being finalized before the call returned.</summary>
    public void KeepAlive() => GC.KeepAlive(_reference);

    private static unsafe void Refer(NativeValue* target, long* scratch, int count)
    {
        target->Bits = (long)(nint)scratch;
        target->Count = count;
    }
}
