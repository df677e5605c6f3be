using SerpentDsl.Tasks;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Theory.Signatures;

/// <summary>
/// Random paths with a term of their signature as the label (<i>Theoretical Foundations of Deep Selective State-Space Models</i>, arXiv
/// 2402.19047, section 6): steps are rounded normal numbers, paths are divided by the largest coordinate of all, labels by the largest
/// label.
/// </summary>
/// <param name="Paths">Float64 <c>[count, length, dimensions]</c>, owned by whoever drew them.</param>
/// <param name="Labels">Float64 <c>[count]</c>, in −1 … 1.</param>
/// <param name="LabelScale">What labels were divided by.</param>
internal sealed record PathSet(Tensor Paths, Tensor Labels, double LabelScale) : IDisposable
{
    /// <summary>Draws paths.</summary>
    /// <param name="dimensions">2: the label is the area-like term S¹²; 3: the volume-like term S¹²³.</param>
    /// <param name="count">Number of paths.</param>
    /// <param name="length">Points of a path.</param>
    /// <param name="seed">Seed of the draw.</param>
    public static PathSet Draw(int dimensions, int count, int length, ulong seed)
    {
        var points = new double[count * length * dimensions];
        Parallel.For(0, count, path =>
        {
            var random = new Xoshiro256(seed, (ulong)path);
            var own = points.AsSpan(path * length * dimensions, length * dimensions);
            for (var i = 0; i < own.Length; i++)
            {
                var step = Math.Round(Normal(ref random));
                own[i] = (i < dimensions ? 0 : own[i - dimensions]) + step;
            }
        });
        var largest = points.Max(Math.Abs);
        for (var i = 0; i < points.Length; i++)
        {
            points[i] /= largest;
        }

        var labels = new double[count];
        Parallel.For(0, count, path =>
            labels[path] = Signature.TopTerm(points.AsSpan(path * length * dimensions, length * dimensions), dimensions));
        var scale = labels.Max(Math.Abs);
        using var scope = NewDisposeScope();
        return new PathSet(
            tensor(points, [count, length, dimensions]).DetachFromDisposeScope(),
            (tensor(labels) / Native.Scalars.Of(scale)).DetachFromDisposeScope(),
            scale);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Paths.Dispose();
        Labels.Dispose();
    }

    private static double Normal(ref Xoshiro256 random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
