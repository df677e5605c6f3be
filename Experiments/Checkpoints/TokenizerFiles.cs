using SerpentDsl.Io;
using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Checkpoints;

/// <summary>The files of a published checkpoint that describe its tokenizer; they go along into the run.</summary>
internal static class TokenizerFiles
{
    /// <summary>The tokenizer itself.</summary>
    public const string Main = "tokenizer.json";

    private const int LargestFile = 500_000_000;

    /// <summary>What belongs to it: names of special tokens, and which of them end a text.</summary>
    private static readonly string[] s_others = ["tokenizer_config.json", "special_tokens_map.json", "generation_config.json"];

    /// <summary>Copies the files into a run, if the tokenizer can be read.</summary>
    /// <param name="checkpoint">The checkpoint: a folder, or a file in one.</param>
    /// <param name="run">The run's folder.</param>
    /// <param name="warn">Called with one sentence for each file that stays behind.</param>
    /// <returns>Whether the run has a tokenizer now.</returns>
    public static bool Copy(string checkpoint, string run, Action<string> warn)
    {
        var folder = Directory.Exists(checkpoint) ? checkpoint : Path.GetDirectoryName(Path.GetFullPath(checkpoint))!;
        var source = Path.Combine(folder, Main);
        if (!Path.Exists(source))
        {
            return false;
        }

        if (RegularFile.Problem(source) is { } problem)
        {
            warn($"The tokenizer is not imported: {problem}");
            return false;
        }

        try
        {
            TokenizerFile.Read(source);
        }
        catch (Exception unreadable) when (unreadable is TaskDataException or IOException or UnauthorizedAccessException)
        {
            warn($"The tokenizer is not imported: {unreadable.Message}");
            return false;
        }

        Copy(source, Path.Combine(run, Main));
        foreach (var name in s_others.Where(name => Path.Exists(Path.Combine(folder, name))))
        {
            var other = Path.Combine(folder, name);
            if (RegularFile.Problem(other) is { } fault)
            {
                warn($"{name} is not imported: {fault}");
            }
            else
            {
                Copy(other, Path.Combine(run, name));
            }
        }

        return true;
    }

    private static void Copy(string source, string target)
    {
        var content = RegularFile.ReadAllBytes(source, LargestFile);
        AtomicFile.Write(target, stream => stream.Write(content));
    }
}
