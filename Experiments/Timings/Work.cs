namespace SerpentDsl.Experiments.Timings;

/// <summary>
/// The least work of a computation, in any implementation. An exponential, a sigmoid and similar functions count as many operations as a
/// vector loop needs for them.
/// </summary>
/// <param name="Flops">Floating-point operations; a multiply-add is two.</param>
/// <param name="Bytes">Bytes to read and to write, each counted once.</param>
internal readonly record struct Work(double Flops, double Bytes)
{
    /// <summary>Operations of a float32 exponential: range reduction, polynomial, scaling.</summary>
    public const double Exponential = 20;

    public static Work operator +(Work left, Work right) => new(left.Flops + right.Flops, left.Bytes + right.Bytes);

    public static Work operator *(Work work, double times) => new(work.Flops * times, work.Bytes * times);

    /// <summary>Operations of the FFT of this many real numbers, 2.5 n log₂ n.</summary>
    public static double Transform(double size) => 2.5 * size * Math.Log2(size);

    /// <summary>The least time in seconds: that of the operations or that of the bytes, whichever is longer.</summary>
    public double Seconds(MachineLimits limits) => Math.Max(Flops / limits.FlopsPerSecond, Bytes / limits.BytesPerSecond);
}
