using System.Globalization;

namespace SerpentDsl.Experiments.Machine;

/// <summary>Resident memory of this process, as Linux counts it.</summary>
internal static class ResidentMemory
{
    private const string Status = "/proc/self/status";

    /// <summary>Resident memory now, in bytes.</summary>
    public static long Now => Read("VmRSS:");

    /// <summary>Largest resident memory since the peak was reset, in bytes.</summary>
    public static long Peak => Read("VmHWM:");

    /// <summary>Sets the peak to the current value.</summary>
    /// <returns>Whether this system supports the reset.</returns>
    public static bool ResetPeak()
    {
        const string Control = "/proc/self/clear_refs", PeakOnly = "5";
        try
        {
            // File.WriteAllText would try to create and truncate the file, which the system refuses.
            using var control = new FileStream(Control, FileMode.Open, FileAccess.Write);
            control.Write(System.Text.Encoding.ASCII.GetBytes(PeakOnly));
            return true;
        }
        catch (Exception missing) when (missing is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static long Read(string field)
    {
        string line = File.ReadLines(Status).First(line => line.StartsWith(field, StringComparison.Ordinal));
        return 1024 * long.Parse(line.AsSpan(field.Length).TrimEnd("kB").Trim(), CultureInfo.InvariantCulture);
    }
}
