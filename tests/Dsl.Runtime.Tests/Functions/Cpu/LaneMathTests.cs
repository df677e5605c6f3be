using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Runtime.Tests.Functions.Cpu;

/// <summary>Every width against double precision; a test compiles for all of them on any machine.</summary>
[Trait(RegisterWidth.Trait, RegisterWidth.Every)]
public sealed unsafe class LaneMathTests
{
    private enum Function
    {
        Exp,
        Exp2,
        Log,
        Log1p,
        Softplus,
        Sigmoid,
    }

    [Fact]
    public void Exp_is_within_two_ulp() => AssertUlp(Function.Exp, Grid(-87.3f, 88.7f), Math.Exp, 2);

    /// <summary>Within two where the machine fuses a multiplication with the addition behind it; elsewhere products round too.</summary>
    [Fact]
    public void Exp2_is_within_two_and_a_half_ulp() =>
        AssertUlp(Function.Exp2, [.. Grid(-125.9f, 127.9f), .. Grid(-1f, 1f)], x => Math.Pow(2, x), 2.5);

    [Fact]
    public void Exp2_is_exact_for_integers_ends_at_zero_and_infinity_and_keeps_nan()
    {
        float[] x = [-127f, -1000f, float.NegativeInfinity, 128f, 1000f, float.PositiveInfinity, float.NaN, 0f, -0f, -126f, 127f, 3f];
        foreach (var y in AllWidths(Function.Exp2, x))
        {
            Assert.Equal(
                [
                    0f,
                    0f,
                    0f,
                    float.PositiveInfinity,
                    float.PositiveInfinity,
                    float.PositiveInfinity,
                    float.NaN,
                    1f,
                    1f,
                    1.17549435e-38f,
                    1.70141183e38f,
                    8f
                ],
                y);
        }

        foreach (var y in AllWidths(Function.Exp2, Grid(-127f, -126f)))
        {
            Assert.All(y, value => Assert.InRange(value, 0f, 1.2e-38f));
        }
    }

    [Fact]
    public void Log_is_within_two_ulp() => AssertUlp(Function.Log, [.. Grid(-87f, 88f).Select(MathF.Exp), .. Grid(0.5f, 2f)], Math.Log, 2);

    [Fact]
    public void Log1p_keeps_small_numbers() =>
        AssertUlp(Function.Log1p, [.. Grid(0f, 1f), .. Grid(-80f, 0f).Select(MathF.Exp)], LogOnePlus, 3);

    [Fact]
    public void Softplus_and_its_derivative_hold_everywhere()
    {
        AssertUlp(Function.Softplus, Grid(-86f, 100f), x => x > 0 ? x + LogOnePlus(Math.Exp(-x)) : LogOnePlus(Math.Exp(x)), 4);
        AssertUlp(Function.Sigmoid, Grid(-86f, 100f), x => 1 / (1 + Math.Exp(-x)), 4);
    }

    [Fact]
    public void Exp_ends_at_zero_and_infinity_and_keeps_nan()
    {
        float[] x = [-88f, -1000f, float.NegativeInfinity, 89f, 1000f, float.PositiveInfinity, float.NaN, 0f, -0f];
        foreach (var y in AllWidths(Function.Exp, x))
        {
            Assert.Equal([0f, 0f, 0f, float.PositiveInfinity, float.PositiveInfinity, float.PositiveInfinity, float.NaN, 1f, 1f], y);
        }
    }

    [Fact]
    public void Constants_in_registers_change_no_bit_of_exp2()
    {
        float[] x = [.. Grid(-140f, 140f), float.NaN, float.PositiveInfinity, float.NegativeInfinity, 0f, 0.5f, -0.5f];
        x = x[..(x.Length / 32 * 32)];
        var y = new float[x.Length];
        fixed (float* from = x, to = y)
        {
            var powers = PowersOfTwo<Lanes256>.Load();
            for (var i = 0; i < x.Length; i += Interleaved<Lanes256>.Count)
            {
                Interleaved<Lanes256>.Store(powers.Of(Interleaved<Lanes256>.Load(from + i)), to + i);
            }
        }

        Assert.Equal(Apply<Lanes256>(Function.Exp2, x), y);
    }

    private static double LogOnePlus(double x) => x < 1e-5 ? x - (x * x / 2) + (x * x * x / 3) : Math.Log(1 + x);

    private static float[] Grid(float from, float to) =>
        [.. Enumerable.Range(0, 200_003).Select(i => from + ((to - from) * (i / 200_002f)))];

    private static void AssertUlp(Function function, float[] x, Func<double, double> exact, double ulp)
    {
        foreach (var y in AllWidths(function, x))
        {
            for (var i = 0; i < x.Length; i++)
            {
                var expected = exact(x[i]);
                double unit = Math.Max(MathF.BitIncrement(Math.Abs((float)expected)) - Math.Abs((float)expected), float.Epsilon);
                Assert.True(
                    Math.Abs(y[i] - expected) <= ulp * unit,
                    $"{function}({x[i]:G9}) is {y[i]:G9}, not {expected:G12}: {Math.Abs(y[i] - expected) / unit:F2} ulp off.");
            }
        }
    }

    private static float[][] AllWidths(Function function, float[] x) =>
        [
            Apply<Lanes128>(function, x),
            Apply<Lanes256>(function, x),
            Apply<Lanes512>(function, x),
            Apply<Interleaved<Lanes256>>(function, x)
        ];

    private static float[] Apply<TLanes>(Function function, float[] x)
        where TLanes : struct, ILanes<TLanes>
    {
        var padded = (x.Length + TLanes.Count - 1) / TLanes.Count * TLanes.Count;
        float[] source = [.. x, .. Enumerable.Repeat(0.5f, padded - x.Length)], target = new float[padded];
        fixed (float* from = source, to = target)
        {
            for (var i = 0; i < padded; i += TLanes.Count)
            {
                var value = TLanes.Load(from + i);
                TLanes.Store(
                    function switch
                    {
                        Function.Exp => LaneMath<TLanes>.Exp(value),
                        Function.Exp2 => LaneMath<TLanes>.Exp2(value),
                        Function.Log => LaneMath<TLanes>.Log(value),
                        Function.Log1p => LaneMath<TLanes>.Log1p(value),
                        Function.Softplus => LaneMath<TLanes>.Softplus(value),
                        _ => LaneMath<TLanes>.Sigmoid(value),
                    },
                    to + i);
            }
        }

        return target[..x.Length];
    }
}
