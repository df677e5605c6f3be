namespace SerpentDsl.Experiments.Timings;

/// <summary>Repeated measurements of one action, with the figures that the Python script reports.</summary>
/// <param name="MedianMs">Median wall time, in milliseconds.</param>
/// <param name="MinMs">Smallest wall time, in milliseconds.</param>
/// <param name="CpuMs">Smallest processor time of all threads together, in milliseconds.</param>
/// <param name="Reps">Number of measurements.</param>
internal sealed record Timing(double MedianMs, double MinMs, double CpuMs, int Reps)
{
    /// <summary>Computes the figures from measurements.</summary>
    public static Timing Of(IReadOnlyList<(TimeSpan Wall, TimeSpan Cpu)> samples)
    {
        double[] walls = [.. samples.Select(sample => sample.Wall.TotalMilliseconds).Order()];
        var middle = walls.Length / 2;
        var median = walls.Length % 2 == 1 ? walls[middle] : (walls[middle - 1] + walls[middle]) / 2;
        return new Timing(median, walls[0], samples.Min(sample => sample.Cpu.TotalMilliseconds), walls.Length);
    }
}
