using SerpentDsl.Tasks;
using SerpentDsl.Tasks.Predictions;

namespace SerpentDsl.Experiments.Generation;

/// <summary>The <c>tokenizer.json</c> in a run's folder: what the run's model was trained or published with.</summary>
internal static class RunTokenizer
{
    /// <summary>Name of the file.</summary>
    public const string FileName = EncoderFile.TokenizerName;

    /// <summary>Reads the tokenizer of a run; null if its folder has none.</summary>
    /// <param name="source">The run's folder, or one of its checkpoints.</param>
    /// <exception cref="TaskDataException">The file is damaged, or describes a tokenizer that is not supported.</exception>
    public static ITokenizer? Find(string source) =>
        (Directory.Exists(source) ? source : Path.GetDirectoryName(Path.GetDirectoryName(Path.GetFullPath(source)))) is { } folder
            ? TrainedRun.FindTokenizer(folder)
            : null;
}
