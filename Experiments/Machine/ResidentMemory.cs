using System.Globalization;

namespace SerpentDsl.Experiments.Machine;

/// <summary>Resident memory of this process, as Linux counts it.</summary>
internal static class ResidentMemory
{
    private const string Status = "/proc/self/status";

    /// <summary>Bytes now.</summary>
    public static long Now => Read("VmRSS:");

    /// <summary>The most there was since the peak was reset.</summary>
    public static long Peak => Read("VmHWM:");

    /// <summary>Forgets the peak so far.</summary>
    /// <returns>Whether this system can.</returns>
    public static bool ResetPeak()
    {
        const string Control = "/proc/self/clear_refs", PeakOnly = "5";
        try
        {
            // Not File.WriteAllText, which would want to create and cut the file.
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
