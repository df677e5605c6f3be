namespace SerpentDsl.Experiments.Timings;

/// <summary>
/// What a computation has to do at least, however it is written; an exponential, a sigmoid and the like count as one vector loop needs for
/// them.
/// </summary>
/// <param name="Flops">Floating-point operations; a multiply-add is two.</param>
/// <param name="Bytes">Bytes that are read and written once.</param>
internal readonly record struct Work(double Flops, double Bytes)
{
    /// <summary>Operations of a float32 exponential: reduction, a polynomial, scaling.</summary>
    public const double Exponential = 20;

    public static Work operator +(Work left, Work right) => new(left.Flops + right.Flops, left.Bytes + right.Bytes);

    public static Work operator *(Work work, double times) => new(work.Flops * times, work.Bytes * times);

    /// <summary>Operations of a transform of so many real numbers, 2.5 n log₂ n.</summary>
    public static double Transform(double size) => 2.5 * size * Math.Log2(size);

    /// <summary>The least time: whichever takes longer, computing or moving.</summary>
    public double Seconds(MachineLimits limits) => Math.Max(Flops / limits.FlopsPerSecond, Bytes / limits.BytesPerSecond);
}
