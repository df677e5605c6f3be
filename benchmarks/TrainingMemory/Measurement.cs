using System.Globalization;

namespace SerpentDsl.TrainingMemory;

/// <summary>The measurements of a process.</summary>
/// <param name="Before">Resident memory before the first step, in bytes.</param>
/// <param name="Peak">Largest resident memory, in bytes.</param>
/// <param name="Held">Increase of the number of managed tensor objects during a forward pass.</param>
/// <param name="Parameters">Checksum of names, shapes and values before the first step.</param>
/// <param name="Losses">The losses of all steps, written exactly.</param>
internal sealed record Measurement(long Before, long Peak, long Held, string Parameters, string Losses)
{
    /// <summary>Increase of resident memory by the steps, in bytes.</summary>
    public long Added => Peak - Before;

    public static Measurement Parse(string line) =>
        line.Split(' ') is [var before, var peak, var held, var parameters, var losses]
            ? new(Number(before), Number(peak), Number(held), parameters, losses)
            : throw new FormatException($"'{line}' is not a line of measurements.");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Before} {Peak} {Held} {Parameters} {Losses}");

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
