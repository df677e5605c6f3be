using System.Runtime.InteropServices;

namespace SerpentDsl.Kernels.Cpu;

/// <summary>
/// 2^x = 2^n p(r), r = x − n from −½ to ½. The polynomial has the least error in ulp, which are half as large below 2⁰ as above, with p(0)
/// = 1: exact 1 scales to exact zero and infinity.
/// </summary>
internal static unsafe class Exp2Constants
{
    /// <summary>Up to this exponent 2^x becomes 0.</summary>
    public const float Least = -127;

    /// <summary>From this exponent on 2^x is infinite.</summary>
    public const float Greatest = 128;

    /// <summary>Coefficient of r⁵.</summary>
    public const float Fifth = 1.32257072e-3f;

    /// <summary>Coefficient of r⁴.</summary>
    public const float Fourth = 9.67176259e-3f;

    /// <summary>Coefficient of r³.</summary>
    public const float Third = 5.55089153e-2f;

    /// <summary>Coefficient of r².</summary>
    public const float Second = 2.40222365e-1f;

    /// <summary>Coefficient of r.</summary>
    public const float First = 6.93146825e-1f;

    /// <summary>All of them, in the order in which <see cref="PowersOfTwo{TLanes}"/> reads them.</summary>
    public static readonly float* Memory = Write([Least, Greatest, FloatBits.Shift, Fifth, Fourth, Third, Second, First, 1]);

    private static float* Write(ReadOnlySpan<float> values)
    {
        var memory = (float*)NativeMemory.Alloc((nuint)values.Length, sizeof(float));
        values.CopyTo(new Span<float>(memory, values.Length));
        return memory;
    }
}
