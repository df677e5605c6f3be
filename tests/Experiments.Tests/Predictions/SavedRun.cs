using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Experiments.Tests.Models;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;
using TorchSharp;

namespace SerpentDsl.Experiments.Tests.Predictions;

/// <summary>Makes the folders of runs whose models were not trained: what is told of them does not depend on how good they are.</summary>
internal static class SavedRun
{
    /// <summary>The names of <see cref="TinyReviews"/>' classes.</summary>
    public static readonly LabelSet Moods = new(["bad", "fair", "good"]);

    /// <summary>The scales of <see cref="TinyGauge"/>.</summary>
    public static readonly LabelSet Scales = new(
        Inputs: [new SeriesColumn("wind", 10, 2), new SeriesColumn("rain", -1, 0.5)],
        Outputs: [new SeriesColumn("level", 100, 10), new SeriesColumn("flow")]);

    public static string Reviews(string folder) => Make(folder, TinyReviews.Spec, Moods, new ByteEncoder());

    public static string Answers(string folder) => Make(folder, TinyAnswers.Spec, new LabelSet(["no", "yes"]), new ByteEncoder());

    public static string Gauge(string folder) => Make(folder, TinyGauge.Spec, Scales, encoder: null);

    public static string Writer(string folder)
    {
        Make(folder, TinyWriter.Spec, labels: null, encoder: null);
        EncoderFile.Write(folder, new CharacterTokenizer("abcdefghijklmnop ."));
        return folder;
    }

    /// <summary>Writes a run's folder with fresh parameters.</summary>
    public static string Make(string folder, ArchitectureSpec architecture, LabelSet? labels, ISequenceEncoder? encoder)
    {
        Directory.CreateDirectory(Path.Combine(folder, "checkpoints"));
        File.WriteAllText(Path.Combine(folder, RunFolder.ConfigurationFile), "{}");
        torch.manual_seed(5);
        using (var model = architecture.Create())
        {
            CheckpointFile.Write(RunFolder.CheckpointIn(folder, "last"), new Checkpoint(architecture.FullName, 1, 1, null), model.Module);
        }

        if (labels is not null)
        {
            LabelFile.Write(folder, labels);
        }

        if (encoder is not null)
        {
            EncoderFile.Write(folder, encoder);
        }

        return folder;
    }
}
