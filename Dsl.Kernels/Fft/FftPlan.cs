using System.Collections.Concurrent;

namespace SerpentDsl.Kernels.Fft;

/// <summary>
/// How a complex transform of a size 4·2^a·3^b·5^c is cut into passes, with the twiddle factors of each, computed in float64. The forward
/// transform decimates in frequency and leaves its results in digit-reversed order; the inverse starts from there. Nothing is ever
/// reordered.
/// </summary>
internal sealed class FftPlan
{
    /// <summary>Plans live for the process; a model uses a few sizes, but buckets of lengths could ask for many.</summary>
    private const int MostPlans = 64;

    /// <summary>Number of lengths whose fast size is remembered.</summary>
    private const int MostFastSizes = 4096;

    private static readonly ConcurrentDictionary<int, FftPlan> s_plans = new();
    private static readonly ConcurrentDictionary<long, int> s_fastSizes = new();

    private FftPlan(int size)
    {
        Size = size;
        Radices = Factor(size);
        Blocks = new int[Radices.Length];
        Twiddles = new float[Radices.Length][];
        var block = size;
        for (var level = 0; level < Radices.Length; level++)
        {
            Blocks[level] = block;
            Twiddles[level] = Powers(block, Radices[level]);
            block /= Radices[level];
        }

        var position = Positions(Blocks, Radices);
        (First, Second, Rotation) = Pair(position);
    }

    /// <summary>Complex numbers per transform.</summary>
    public int Size { get; }

    /// <summary>The passes' radices; the first is 4.</summary>
    public int[] Radices { get; }

    /// <summary>On how many complex numbers each pass works at a time.</summary>
    public int[] Blocks { get; }

    /// <summary>
    /// Of each pass: e^{−2πi jp/block} for p = 1 .. radix − 1 of every j below block / radix, pinned; empty where all are 1.
    /// </summary>
    public float[][] Twiddles { get; }

    /// <summary>Where frequency k lies, for one k of every pair (k, size − k), in the order of memory.</summary>
    public int[] First { get; }

    /// <summary>Where size − k lies.</summary>
    public int[] Second { get; }

    /// <summary>e^{−2πi k/size} of each pair, pinned.</summary>
    public float[] Rotation { get; }

    /// <summary>The plan of a size.</summary>
    /// <param name="size">A multiple of 4 without prime factors but 2, 3 and 5.</param>
    public static FftPlan Of(int size)
    {
        if (s_plans.TryGetValue(size, out var plan))
        {
            return plan;
        }

        if (s_plans.Count >= MostPlans)
        {
            s_plans.Clear();
        }

        return s_plans.GetOrAdd(size, static wanted => new FftPlan(wanted));
    }

    /// <summary>The size whose transform is fastest among the sizes that are large enough.</summary>
    /// <param name="atLeast">At least 1.</param>
    public static int FastSize(long atLeast)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(atLeast, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(atLeast, 1L << 28);
        if (s_fastSizes.TryGetValue(atLeast, out var known))
        {
            return known;
        }

        if (s_fastSizes.Count >= MostFastSizes)
        {
            s_fastSizes.Clear();
        }

        return s_fastSizes.GetOrAdd(atLeast, Fastest);
    }

    private static int Fastest(long atLeast)
    {
        (var least, long best) = (double.PositiveInfinity, 0);
        for (long fives = 4; fives < 2 * atLeast || fives == 4; fives *= 5)
        {
            for (var size = fives; size < 2 * atLeast || size == fives; size *= 3)
            {
                var even = size;
                while (even < atLeast)
                {
                    even *= 2;
                }

                var cost = Cost((int)even);
                if (cost < least || (cost == least && even < best))
                {
                    (least, best) = (cost, even);
                }
            }
        }

        return (int)best;
    }

    /// <summary>
    /// Time of a pass over each radix, per complex number, in units of a pass of radix 4; radix 8 is used in the last pass only.
    /// </summary>
    private static double Cost(int size) => size * Factor(size).Sum(radix => radix switch
    {
        2 => 0.8,
        3 => 1.1,
        4 => 1,
        5 => 1.5,
        _ => 1.4,
    });

    private static int[] Factor(int size)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 4);
        int odd = size, twos = 0;
        while (odd % 2 == 0)
        {
            (odd, twos) = (odd / 2, twos + 1);
        }

        if (twos < 2)
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, "Sizes are multiples of 4.");
        }

        List<int> radices = [4];
        foreach (var radix in (ReadOnlySpan<int>)[5, 3])
        {
            for (; odd % radix == 0; odd /= radix)
            {
                radices.Add(radix);
            }
        }

        if (odd != 1)
        {
            throw new ArgumentOutOfRangeException(nameof(size), size, "Sizes have no prime factors but 2, 3 and 5.");
        }

        int left = twos - 2, last = left % 2 == 0 ? 0 : left == 1 ? 2 : 8;
        for (left -= last switch { 0 => 0, 2 => 1, _ => 3 }; left > 0; left -= 2)
        {
            radices.Add(4);
        }

        if (last != 0)
        {
            radices.Add(last);
        }

        return [.. radices];
    }

    private static float[] Powers(int block, int radix)
    {
        var count = block / radix;
        if (count == 1)
        {
            return [];
        }

        var powers = GC.AllocateUninitializedArray<float>(2 * count * (radix - 1), pinned: true);
        var at = 0;
        for (long j = 0; j < count; j++)
        {
            for (var p = 1; p < radix; p++)
            {
                var (sine, cosine) = Math.SinCos(-2 * Math.PI * (j * p % block) / block);
                (powers[at++], powers[at++]) = ((float)cosine, (float)sine);
            }
        }

        return powers;
    }

    /// <summary>Where each frequency lies after the forward transform.</summary>
    private static int[] Positions(int[] blocks, int[] radices)
    {
        var position = new int[blocks[0]];
        for (var k = 0; k < position.Length; k++)
        {
            var rest = k;
            for (var level = 0; level < radices.Length; level++)
            {
                (rest, var digit) = Math.DivRem(rest, radices[level]);
                position[k] += digit * (blocks[level] / radices[level]);
            }
        }

        return position;
    }

    private static (int[] First, int[] Second, float[] Rotation) Pair(int[] position)
    {
        int size = position.Length, count = 0;
        var frequency = new int[size];
        for (var k = 0; k < size; k++)
        {
            frequency[position[k]] = k;
        }

        int[] first = new int[(size / 2) + 1], second = new int[first.Length];
        var rotation = GC.AllocateUninitializedArray<float>(2 * first.Length, pinned: true);
        for (var at = 0; at < size; at++)
        {
            int k = frequency[at], partner = position[k == 0 ? 0 : size - k];
            if (partner < at)
            {
                continue;
            }

            var (sine, cosine) = Math.SinCos(-2 * Math.PI * k / size);
            (first[count], second[count], rotation[2 * count], rotation[(2 * count) + 1]) = (at, partner, (float)cosine, (float)sine);
            count++;
        }

        return (first, second, rotation);
    }
}
