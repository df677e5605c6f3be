using SerpentDsl.Experiments.OwnData;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>
/// The tokens of data of one's own in a training that begins from trained parameters: those that the parameters were trained with. With
/// other tokens, the rows of the embedding would stand for something else.
/// </summary>
internal static class StartingTokens
{
    /// <summary>Takes the tokens of the trained model.</summary>
    /// <param name="own">The data.</param>
    /// <param name="from">The run, checkpoint or folder with the parameters.</param>
    /// <param name="note">Receives a sentence about which tokens are taken.</param>
    public static OwnDataSettings Take(OwnDataSettings own, string from, Action<string> note)
    {
        if (own.Kind == OwnDataKind.Series)
        {
            return own;
        }

        if (FoldersOf(from).FirstOrDefault(EncoderFile.HasTokens) is { } folder)
        {
            note($"Texts are read with the tokens of {folder}; --tokenizer names others.");
            return own with { Tokenizer = Path.GetFullPath(folder) };
        }

        note($"Nothing in {from} says how text became its ids. Texts are read as {own.Tokenizer}; if that is not what it was trained with, "
            + "name its tokens with --tokenizer.");
        return own;
    }

    /// <summary>The folder itself; of a file, the folder of its run and its own.</summary>
    private static string[] FoldersOf(string from) => Directory.Exists(from) ? [from]
        : File.Exists(from) ? [.. new[] { RunFolder.OfCheckpoint(from), Path.GetDirectoryName(Path.GetFullPath(from)) }.OfType<string>()]
        : [];
}
