using System.Text;

namespace VerifyTests;

/// <summary>Settings of all verifications of the process.</summary>
public static class VerifierSettings
{
    internal static Scrubbers Scrubbers { get; } = new();

    internal static bool UniquePrefixRequired { get; private set; } = true;

    /// <summary>Adds an edit of every received text.</summary>
    public static void AddScrubber(Action<StringBuilder> scrubber, ScrubberLocation location = ScrubberLocation.First) =>
        Scrubbers.Add(scrubber, location);

    /// <summary>Removes lines that contain any of the texts, whatever their case.</summary>
    public static void ScrubLinesContaining(params string[] stringToMatch) =>
        ScrubLinesContaining(StringComparison.OrdinalIgnoreCase, stringToMatch);

    /// <summary>Removes lines that contain any of the texts.</summary>
    public static void ScrubLinesContaining(StringComparison comparison, params string[] stringToMatch) =>
        Scrubbers.AddRemovalOf(comparison, stringToMatch, ScrubberLocation.First);

    /// <summary>Removes lines.</summary>
    public static void ScrubLines(Func<string, bool> removeLine, ScrubberLocation location = ScrubberLocation.First) =>
        Scrubbers.AddLines(line => removeLine(line) ? null : line, location);

    /// <summary>Replaces lines; null removes one.</summary>
    public static void ScrubLinesWithReplace(Func<string, string?> replaceLine, ScrubberLocation location = ScrubberLocation.First) =>
        Scrubbers.AddLines(replaceLine, location);

    /// <summary>Lets several verifications use the same file.</summary>
    public static void DisableRequireUniquePrefix() => UniquePrefixRequired = false;
}
