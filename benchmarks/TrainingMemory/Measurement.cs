using System.Globalization;

namespace SerpentDsl.TrainingMemory;

/// <summary>What a process measured.</summary>
/// <param name="Before">Resident bytes before the first step.</param>
/// <param name="Peak">Most resident bytes.</param>
/// <param name="Held">Tensors that the managed side held at the end of a forward pass, beyond those held before it.</param>
/// <param name="Parameters">Checksum of names, shapes and values before the first step.</param>
/// <param name="Losses">The losses, to the last bit.</param>
internal sealed record Measurement(long Before, long Peak, long Held, string Parameters, string Losses)
{
    /// <summary>What the steps added.</summary>
    public long Added => Peak - Before;

    public static Measurement Parse(string line) =>
        line.Split(' ') is [var before, var peak, var held, var parameters, var losses]
            ? new(Number(before), Number(peak), Number(held), parameters, losses)
            : throw new FormatException($"'{line}' is no measurement.");

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Before} {Peak} {Held} {Parameters} {Losses}");

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
