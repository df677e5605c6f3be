using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Runs;

/// <summary>
/// Keeps in a run's folder what turns text into ids and answers into names, so that the model can be used without its task.
/// </summary>
internal static class StoredEncoding
{
    /// <summary>Writes the files of a new run.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="dataset">The task's data.</param>
    /// <param name="note">Receives a sentence when the encoder cannot be kept.</param>
    public static void Write(string run, Dataset dataset, Action<string> note)
    {
        if (dataset.Labels is { } labels)
        {
            LabelFile.Write(run, labels);
        }

        try
        {
            if (dataset.Tokenizer is { } tokenizer)
            {
                EncoderFile.Write(run, tokenizer);
            }
            else if (dataset.Encoder is { } encoder)
            {
                EncoderFile.Write(run, encoder);
            }
        }
        catch (NotSupportedException problem)
        {
            note(problem.Message);
        }
    }

    /// <summary>Copies the files of a run to another folder.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="folder">An existing folder; files that it has stay as they are.</param>
    public static void Copy(string run, string folder)
    {
        foreach (var name in new[] { LabelFile.FileName, EncoderFile.FileName, EncoderFile.TokenizerName })
        {
            string from = Path.Combine(run, name), to = Path.Combine(folder, name);
            if (File.Exists(from) && !File.Exists(to))
            {
                File.Copy(from, to);
            }
        }
    }
}
