namespace SerpentDsl.Tasks;

/// <summary>Grey from colours, by the luma of ITU-R 601 in the whole numbers of the Python imaging library, bit for bit.</summary>
internal static class Luma
{
    private const int Red = 19_595;
    private const int Green = 38_470;
    private const int Blue = 7_471;
    private const int Half = 0x8000;

    /// <summary>The grey value of a colour, 0 … 255.</summary>
    public static byte Of(byte red, byte green, byte blue) => (byte)(((red * Red) + (green * Green) + (blue * Blue) + Half) >> 16);
}
