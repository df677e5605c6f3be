namespace VerifyTests;

/// <summary>Newlines as verified files have them.</summary>
internal static class Newlines
{
    public static string Fix(string text) => text.Replace("\r\n", "\n").Replace('\r', '\n');
}
