using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Generation;

/// <summary>The <c>tokenizer.json</c> in a run's folder: what the run's model was trained or published with.</summary>
internal static class RunTokenizer
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "tokenizer.json";

    /// <summary>Reads the tokenizer of a run; null if its folder has none.</summary>
    /// <param name="source">The run's folder, or one of its checkpoints.</param>
    /// <exception cref="TaskDataException">The file is damaged, or describes a tokenizer that is not supported.</exception>
    public static ITokenizer? Find(string source)
    {
        var folder = Directory.Exists(source)
            ? source
            : Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(source)));
        var path = folder is null ? null : Path.Combine(folder, FileName);
        return File.Exists(path) ? TokenizerFile.Read(path) : null;
    }

    /// <summary>Writes the tokenizer of a language task into the folder of a run that begins, if it has this form.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="tokenizer">The task's tokenizer.</param>
    public static void Write(string run, ITokenizer tokenizer)
    {
        if (TokenizerFile.CanWrite(tokenizer))
        {
            TokenizerFile.Write(Path.Combine(run, FileName), tokenizer);
        }
    }
}
