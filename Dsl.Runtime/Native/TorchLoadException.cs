namespace SerpentDsl.Native;

/// <summary>A native library under TorchSharp could not be loaded. The message has three lines: which one, why, and what to do.</summary>
/// <param name="library">Path or name of the library.</param>
/// <param name="reason">Why it could not be loaded, in the words of the operating system's loader if it gave a reason.</param>
/// <param name="remedy">What to do.</param>
/// <param name="inner">The loader's own exception.</param>
public sealed class TorchLoadException(string library, string reason, string remedy, Exception? inner = null)
    : Exception($"TorchSharp cannot run: {library} was not loaded.\nWhy: {OneLine(reason)}.\nWhat to do: {OneLine(remedy)}.", inner)
{
    /// <summary>Path or name of the library.</summary>
    public string Library { get; } = library;

    private static string OneLine(string text) =>
        string.Join("; ", text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)).TrimEnd('.');
}
