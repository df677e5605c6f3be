using System.Numerics;
using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Theory;

/// <summary>Draws stable random systems of every kind to which Proposition 1 applies.</summary>
internal static class RandomSystems
{
    private const int States = 16;

    /// <summary>Draws one system of each kind.</summary>
    /// <param name="seed">Seed; equal seeds give equal systems.</param>
    /// <param name="length">Length of the sequence.</param>
    public static IEnumerable<SystemGroup> Draw(ulong seed, int length) =>
    [
        Group(
            "random 1", "real, one B, zero-order hold", new Xoshiro256(seed, 1), length, isComplex: false, selective: false, euler: false),
        Group(
            "random 2",
            "real, B by element, zero-order hold",
            new Xoshiro256(seed, 2),
            length,
            isComplex: false,
            selective: true,
            euler: false),
        Group(
            "random 3",
            "complex, B by element, zero-order hold",
            new Xoshiro256(seed, 3),
            length,
            isComplex: true,
            selective: true,
            euler: false),
        Group("random 4", "real, B by element, B̄ = ΔB", new Xoshiro256(seed, 4), length, isComplex: false, selective: true, euler: true),
    ];

    private static SystemGroup Group(string name, string kind, Xoshiro256 random, int length, bool isComplex, bool selective, bool euler)
    {
        // Decays from slow to fast, and intervals around 0.1, so that the state forgets an input after tens of elements.
        Complex[] a = [.. Enumerable.Range(0, States).Select(
            _ => new Complex(-0.05 - (2 * random.NextDouble()), isComplex ? 6 * Normal() : 0))];
        var shared = Draw();
        Complex[][] inputs =
        [
            .. Enumerable.Range(0, length).Select(_ =>
            {
                var b = selective ? Draw() : shared;
                var u = Normal();
                return b.Select(value => value * u).ToArray();
            }),
        ];
        double[] intervals = [.. Enumerable.Range(0, length).Select(_ => 0.02 + (0.2 * random.NextDouble()))];
        return new SystemGroup(name, kind, [new SampledSystem(a, inputs, intervals, euler)]);

        Complex[] Draw() => [.. Enumerable.Range(0, States).Select(_ => new Complex(Normal(), isComplex ? Normal() : 0))];

        double Normal() => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }
}
