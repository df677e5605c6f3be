namespace SerpentDsl.Kernels.Cpu;

/// <summary>How a float32 is stored.</summary>
internal static class FloatBits
{
    /// <summary>Bits of the fraction.</summary>
    public const int Mantissa = 23;

    /// <summary>The fraction's bits set.</summary>
    public const int MantissaMask = (1 << Mantissa) - 1;

    /// <summary>√½.</summary>
    public const int RootOfHalf = 0x3F35_04F3;

    /// <summary>1.5·2²³: the sum with a number of less than 22 bits has the nearest integer in the low bits.</summary>
    public const float Shift = 12_582_912f;
}
