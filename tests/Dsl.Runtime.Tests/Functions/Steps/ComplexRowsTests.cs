using System.Numerics;
using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.Steps;
using SerpentDsl.Runtime.Tests.Functions.Cpu;

namespace SerpentDsl.Runtime.Tests.Functions.Steps;

/// <summary>Rows of complex numbers of any length, with every width.</summary>
[Trait(RegisterWidth.Trait, RegisterWidth.Every)]
public sealed unsafe class ComplexRowsTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(32)]
    [InlineData(45)]
    public void Products_and_sums_are_those_of_complex_arithmetic(int count)
    {
        Check<Lanes128>(count);
        Check<Lanes256>(count);
        Check<Lanes512>(count);
        Check<Interleaved<Lanes256>>(count);
    }

    private static void Check<TLanes>(int count)
        where TLanes : struct, ILanes<TLanes>
    {
        var random = new Random(count);
        float[] left = Draw(random, count), right = Draw(random, count), product = new float[2 * count];
        float dot;
        fixed (float* a = left, x = right, y = product)
        {
            ComplexRows<TLanes>.Multiply(a, x, y, 2 * count);
            dot = ComplexRows<TLanes>.RealDot(a, x, 2 * count);
        }

        double sum = 0;
        for (var i = 0; i < count; i++)
        {
            var expected = At(left, i) * At(right, i);
            Assert.InRange(Complex.Abs(expected - At(product, i)), 0, 1e-6);
            sum += expected.Real;
        }

        Assert.InRange(dot, sum - (1e-6 * count), sum + (1e-6 * count));
        fixed (float* a = left, x = right)
        {
            ComplexRows<TLanes>.Multiply(a, x, x, 2 * count);
        }

        Assert.Equal(product, right);
    }

    private static Complex At(float[] row, int index) => new(row[2 * index], row[(2 * index) + 1]);

    private static float[] Draw(Random random, int count) => [.. Enumerable.Range(0, 2 * count).Select(_ => (2 * random.NextSingle()) - 1)];
}
