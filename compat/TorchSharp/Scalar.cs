using System.Numerics;
using TorchSharp.Interop;

namespace TorchSharp;

/// <summary>A number of any type. Unlike the package's, it holds no native memory.</summary>
public sealed class Scalar : IDisposable
{
    private Scalar(Tag tag, long bits, double imaginary = 0)
    {
        Tag = tag;
        Bits = bits;
        Imaginary = imaginary;
    }

    public torch.ScalarType Type => Tag switch
    {
        Tag.Int => torch.ScalarType.Int64,
        Tag.Bool => torch.ScalarType.Bool,
        Tag.Double => torch.ScalarType.Float64,
        _ => torch.ScalarType.ComplexFloat64,
    };

    internal Tag Tag { get; }

    internal long Bits { get; }

    internal double Imaginary { get; }

    internal double Real => Tag is Tag.Int or Tag.Bool ? Bits : BitConverter.Int64BitsToDouble(Bits);

    public static implicit operator Scalar(byte value) => new(Tag.Int, value);

    public static implicit operator Scalar(sbyte value) => new(Tag.Int, value);

    public static implicit operator Scalar(short value) => new(Tag.Int, value);

    public static implicit operator Scalar(int value) => new(Tag.Int, value);

    public static implicit operator Scalar(long value) => new(Tag.Int, value);

    public static implicit operator Scalar(Half value) => FromDouble((double)value);

    public static implicit operator Scalar(float value) => FromDouble(value);

    public static implicit operator Scalar(double value) => FromDouble(value);

    public static implicit operator Scalar(bool value) => new(Tag.Bool, value ? 1 : 0);

    public static implicit operator Scalar((float, float) value) => new Complex(value.Item1, value.Item2);

    public static implicit operator Scalar(Complex value) =>
        new(Tag.Complex, BitConverter.DoubleToInt64Bits(value.Real), value.Imaginary);

    /// <summary>Nothing to release; here because the package's type has it.</summary>
    public void Dispose()
    {
    }

    private static Scalar FromDouble(double value) => new(Tag.Double, BitConverter.DoubleToInt64Bits(value));
}
