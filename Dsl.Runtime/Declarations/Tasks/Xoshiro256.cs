using System.Numerics;

namespace SerpentDsl.Tasks;

/// <summary>
/// The generator xoshiro256** (Blackman and Vigna 2018), its state filled by SplitMix64. Tasks and samplers draw from it
/// because its numbers are fixed by its definition: the same seed gives the same data on every runtime, machine and thread
/// count, which <see cref="Random"/> does not promise.
/// </summary>
public struct Xoshiro256
{
    private const ulong GoldenRatio = 0x9E3779B97F4A7C15;

    private ulong _s0;
    private ulong _s1;
    private ulong _s2;
    private ulong _s3;

    /// <summary>Opens one of the 2⁶⁴ streams of a seed; streams are independent of each other.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="stream">Number of the stream, such as the number of a candidate or of an epoch.</param>
    public Xoshiro256(ulong seed, ulong stream = 0)
    {
        // Mixed twice, so that neighbouring seeds and streams do not start at neighbouring SplitMix64 states, which would
        // be the same sequence shifted.
        var state = Mix(Mix(seed + GoldenRatio) + stream);
        _s0 = SplitMix(ref state);
        _s1 = SplitMix(ref state);
        _s2 = SplitMix(ref state);
        _s3 = SplitMix(ref state);
    }

    /// <summary>The next 64 bits.</summary>
    public ulong NextUInt64()
    {
        var result = BitOperations.RotateLeft(_s1 * 5, 7) * 9;
        var shifted = _s1 << 17;
        _s2 ^= _s0;
        _s3 ^= _s1;
        _s1 ^= _s2;
        _s0 ^= _s3;
        _s2 ^= shifted;
        _s3 = BitOperations.RotateLeft(_s3, 45);
        return result;
    }

    /// <summary>A number in [0, 1), a multiple of 2⁻⁵³.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A whole number in 0 … <paramref name="bound"/> − 1, every one equally probable.</summary>
    /// <param name="bound">How many numbers there are, at least 1.</param>
    public int NextBelow(int bound)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bound);

        // Lemire's method: the high half of a 64-bit product; products whose low half is under 2⁶⁴ mod bound would make
        // some results commoner and are drawn again.
        var range = (ulong)bound;
        var high = Math.BigMul(NextUInt64(), range, out var low);
        if (low < range)
        {
            var threshold = (0 - range) % range;
            while (low < threshold)
            {
                high = Math.BigMul(NextUInt64(), range, out low);
            }
        }

        return (int)high;
    }

    /// <summary>Puts items into a random order (Fisher and Yates), every one equally probable.</summary>
    /// <typeparam name="T">Type of the items.</typeparam>
    /// <param name="items">The items, reordered in place.</param>
    public void Shuffle<T>(Span<T> items)
    {
        for (var i = items.Length - 1; i > 0; i--)
        {
            var j = NextBelow(i + 1);
            (items[i], items[j]) = (items[j], items[i]);
        }
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += GoldenRatio;
        return Mix(state);
    }

    private static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
