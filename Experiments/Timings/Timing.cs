namespace SerpentDsl.Experiments.Timings;

/// <summary>Repeated measurements of one thing, in the terms of the Python script.</summary>
/// <param name="MedianMs">Median wall time, in milliseconds.</param>
/// <param name="MinMs">Least wall time.</param>
/// <param name="CpuMs">Least processor time, all threads together.</param>
/// <param name="Reps">How often it was measured.</param>
internal sealed record Timing(double MedianMs, double MinMs, double CpuMs, int Reps)
{
    /// <summary>Sums up measurements.</summary>
    public static Timing Of(IReadOnlyList<(TimeSpan Wall, TimeSpan Cpu)> samples)
    {
        double[] walls = [.. samples.Select(sample => sample.Wall.TotalMilliseconds).Order()];
        var middle = walls.Length / 2;
        var median = walls.Length % 2 == 1 ? walls[middle] : (walls[middle - 1] + walls[middle]) / 2;
        return new Timing(median, walls[0], samples.Min(sample => sample.Cpu.TotalMilliseconds), walls.Length);
    }
}
