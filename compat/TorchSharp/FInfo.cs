namespace TorchSharp;

public static partial class torch
{
    /// <summary>The limits of the default floating-point type.</summary>
    public static FInfo finfo() => finfo(get_default_dtype());

    /// <summary>The limits of a floating-point type; of its parts for a complex one.</summary>
    public static FInfo finfo(ScalarType dtype) => dtype switch
    {
        ScalarType.Float16 => new FInfo(16, (double)Half.MaxValue, 1.0 / 1024, 1.0 / 16384, 1e-3),
        ScalarType.BFloat16 => new FInfo(16, (2 - (1.0 / 128)) * Math.ScaleB(1, 127), 1.0 / 128, Math.ScaleB(1, -126), 1e-2),
        ScalarType.Float32 or ScalarType.ComplexFloat32 =>
            new FInfo(32, float.MaxValue, Math.ScaleB(1, -23), Math.ScaleB(1, -126), 1e-6),
        ScalarType.Float64 or ScalarType.ComplexFloat64 =>
            new FInfo(64, double.MaxValue, Math.ScaleB(1, -52), Math.ScaleB(1, -1022), 1e-15),
        _ => throw new ArgumentException($"{dtype} is not a floating-point type."),
    };

    /// <summary>The limits of a floating-point type.</summary>
    public struct FInfo
    {
        public int bits;
        public double eps;
        public double max;
        public double min;
        public double tiny;
        public double smallest_normal;
        public double resolution;

        internal FInfo(int bits, double max, double eps, double smallestNormal, double resolution)
        {
            this.bits = bits;
            this.eps = eps;
            this.max = max;
            min = -max;
            tiny = smallestNormal;
            smallest_normal = smallestNormal;
            this.resolution = resolution;
        }
    }
}
