using System.Numerics;

namespace TorchSharp;

public static class ScalarExtensionMethods
{
    public static Scalar ToScalar(this byte value) => value;

    public static Scalar ToScalar(this sbyte value) => value;

    public static Scalar ToScalar(this short value) => value;

    public static Scalar ToScalar(this int value) => value;

    public static Scalar ToScalar(this long value) => value;

    public static Scalar ToScalar(this Half value) => value;

    public static Scalar ToScalar(this float value) => value;

    public static Scalar ToScalar(this double value) => value;

    public static Scalar ToScalar(this bool value) => value;

    public static Scalar ToScalar(this (float, float) value) => value;

    public static Scalar ToScalar(this Complex value) => value;

    public static Half ToHalf(this Scalar value) => (Half)RealOf(value);

    public static float ToSingle(this Scalar value) => (float)RealOf(value);

    public static double ToDouble(this Scalar value) => RealOf(value);

    public static sbyte ToSByte(this Scalar value) => checked((sbyte)IntegerOf(value));

    public static byte ToByte(this Scalar value) => checked((byte)IntegerOf(value));

    public static short ToInt16(this Scalar value) => checked((short)IntegerOf(value));

    public static int ToInt32(this Scalar value) => checked((int)IntegerOf(value));

    public static long ToInt64(this Scalar value) => IntegerOf(value);

    public static bool ToBoolean(this Scalar value) => value.Real != 0 || value.Imaginary != 0;

    public static (float Real, float Imaginary) ToComplexFloat32(this Scalar value) => ((float)value.Real, (float)value.Imaginary);

    public static Complex ToComplexFloat64(this Scalar value) => new(value.Real, value.Imaginary);

    private static double RealOf(Scalar value) => value.Imaginary == 0
        ? value.Real
        : throw new InvalidOperationException($"({value.Real}, {value.Imaginary}) is complex; a real number was asked for.");

    private static long IntegerOf(Scalar value) => value.Tag is Interop.Tag.Int or Interop.Tag.Bool
        ? value.Bits
        : checked((long)RealOf(value));
}
