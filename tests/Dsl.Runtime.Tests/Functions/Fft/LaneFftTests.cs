using System.Numerics;
using SerpentDsl.Kernels.Cpu;
using SerpentDsl.Kernels.Fft;
using SerpentDsl.Runtime.Tests.Functions.Cpu;

namespace SerpentDsl.Runtime.Tests.Functions.Fft;

[Trait(RegisterWidth.Trait, RegisterWidth.Every)]
public sealed unsafe class LaneFftTests
{
    public static TheoryData<int> Sizes =>
        [4, 8, 12, 16, 20, 24, 32, 36, 40, 48, 60, 64, 72, 100, 120, 128, 180, 240, 256, 300, 360, 512, 720, 900, 1000, 1024, 2048];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void It_is_the_sum_it_stands_for(int size)
    {
        Check<Lanes128>(size);
        Check<Lanes256>(size);
        Check<Lanes512>(size);
    }

    [Theory]
    [InlineData(4, 1)]
    [InlineData(4, 3)]
    [InlineData(12, 24)]
    [InlineData(20, 19)]
    [InlineData(64, 64)]
    [InlineData(64, 77)]
    [InlineData(512, 511)]
    public void Real_sequences_are_read_and_written_where_they_lie(int size, int length)
    {
        const int Lanes = 8, Stride = 11;
        var plan = FftPlan.Of(size);
        var random = new Random(size);
        float[] source = [.. Enumerable.Range(0, length * Stride).Select(_ => random.NextSingle() - 0.5f)],
            target = new float[length * Stride];
        float[] direct = new float[2 * size * Lanes], copied = new float[2 * size * Lanes];
        for (var t = 0; t < length; t++)
        {
            source.AsSpan(t * Stride, Lanes).CopyTo(copied.AsSpan(t * Lanes));
        }
        // The last time has no Stride behind it.
        fixed (float* from = source, to = target, rows = direct, expected = copied)
        {
            LaneFft<Lanes256>.ForwardFrom(from, Stride, length, rows, plan);
            LaneFft<Lanes256>.Forward(expected, plan);
            for (var i = 0; i < direct.Length; i++)
            {
                Assert.Equal(copied[i], direct[i], 1e-4f);
            }

            LaneFft<Lanes256>.InverseTo(rows, plan, to, Stride, length);
        }

        for (var t = 0; t < length; t++)
        {
            for (var lane = 0; lane < Stride; lane++)
            {
                Assert.Equal(lane < Lanes ? source[(t * Stride) + lane] : 0, target[(t * Stride) + lane] / size, 1e-5f);
            }
        }
    }

    [Theory]
    [InlineData(1, 4)]
    [InlineData(5, 8)]
    [InlineData(4096, 4096)]
    public void A_fast_size_is_large_enough(int atLeast, int expected) => Assert.Equal(expected, FftPlan.FastSize(atLeast));

    [Fact]
    public void Fast_sizes_are_near_and_no_dearer_than_powers_of_two()
    {
        for (var atLeast = 1; atLeast < 5000; atLeast += 7)
        {
            var size = FftPlan.FastSize(atLeast);
            Assert.InRange(size, atLeast, Math.Max(4, (int)BitOperations.RoundUpToPowerOf2((uint)atLeast)));
            Assert.Equal(size, FftPlan.Of(size).Size);
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(28)]
    [InlineData(0)]
    public void Sizes_that_no_plan_has_are_refused(int size) => Assert.Throws<ArgumentOutOfRangeException>(() => FftPlan.Of(size));

    private static void Check<TLanes>(int size)
        where TLanes : struct, ILanes<TLanes>
    {
        var lanes = TLanes.Count;
        var plan = FftPlan.Of(size);
        var random = new Random(size);
        float[] values = [.. Enumerable.Range(0, 2 * size * lanes).Select(_ => random.NextSingle() - 0.5f)], work = [.. values];
        fixed (float* rows = work)
        {
            LaneFft<TLanes>.Forward(rows, plan);
            for (var lane = 0; lane < lanes; lane += lanes - 1)
            {
                CheckPairs(values, work, plan, lanes, lane);
            }

            LaneFft<TLanes>.Inverse(rows, plan);
        }

        for (var i = 0; i < values.Length; i++)
        {
            Assert.Equal(values[i], work[i] / size, 2e-6f);
        }
    }

    /// <summary>Both frequencies of every pair against the sum; each frequency occurs.</summary>
    private static void CheckPairs(float[] values, float[] work, FftPlan plan, int lanes, int lane)
    {
        var size = plan.Size;
        var seen = new HashSet<int>();
        for (var pair = 0; pair < plan.First.Length; pair++)
        {
            var angle = Math.Atan2(plan.Rotation[(2 * pair) + 1], plan.Rotation[2 * pair]);
            var k = ((int)Math.Round(-angle / (2 * Math.PI) * size) + size) % size;
            foreach (var (frequency, row) in new[] { (k, plan.First[pair]), ((size - k) % size, plan.Second[pair]) })
            {
                seen.Add(frequency);
                Complex sum = 0;
                for (var t = 0; t < size; t++)
                {
                    sum += new Complex(values[(2 * t * lanes) + lane], values[(((2 * t) + 1) * lanes) + lane])
                        * Complex.FromPolarCoordinates(1, -2 * Math.PI * ((long)t * frequency % size) / size);
                }

                var got = new Complex(work[(2 * row * lanes) + lane], work[(((2 * row) + 1) * lanes) + lane]);
                Assert.True(
                    Complex.Abs(sum - got) < 2e-6 * Math.Sqrt(size) * Math.Log2(size),
                    $"size {size}, frequency {frequency}: {got} instead of {sum}");
            }
        }

        Assert.Equal(size, seen.Count);
    }
}
