using System.Globalization;
using SerpentDsl.Io;
using SerpentDsl.Tasks.Predictions;

namespace SerpentDsl.Experiments.Checkpoints;

/// <summary>A checkpoint's metadata.</summary>
/// <param name="Architecture">Full name of the architecture.</param>
/// <param name="Step">Steps taken.</param>
/// <param name="Epoch">Epochs begun.</param>
/// <param name="ValidationAccuracy">Best accuracy on the validation split so far, if it was measured.</param>
internal sealed record Checkpoint(string Architecture, int Step, int Epoch, double? ValidationAccuracy)
{
    private const string AccuracyKey = "validation_accuracy";

    /// <summary>Whether a safetensors file is a checkpoint of this runner.</summary>
    public static bool IsIn(SafetensorsFile file) => file.Metadata.GetValueOrDefault(TrainedRun.FormatKey) == TrainedRun.Format;

    /// <summary>Reads the metadata of a file.</summary>
    /// <exception cref="SafetensorsException">The file is not a checkpoint of this runner.</exception>
    public static Checkpoint Of(SafetensorsFile file, string path)
    {
        if (!file.Metadata.TryGetValue(TrainedRun.FormatKey, out var format) || format != TrainedRun.Format
            || !file.Metadata.TryGetValue(TrainedRun.ArchitectureKey, out var architecture)
            || !int.TryParse(file.Metadata.GetValueOrDefault(TrainedRun.StepKey), CultureInfo.InvariantCulture, out var step)
            || !int.TryParse(file.Metadata.GetValueOrDefault(TrainedRun.EpochKey), CultureInfo.InvariantCulture, out var epoch))
        {
            throw new SafetensorsException(
                $"{path} is a safetensors file but not a checkpoint of a run: its metadata does not name an architecture.");
        }

        double? accuracy = double.TryParse(file.Metadata.GetValueOrDefault(AccuracyKey), CultureInfo.InvariantCulture, out var parsed)
            ? parsed
            : null;
        return new Checkpoint(architecture, step, epoch, accuracy);
    }

    /// <summary>The metadata as the key-value pairs of a safetensors file.</summary>
    public Dictionary<string, string> ToMetadata()
    {
        var metadata = new Dictionary<string, string>
        {
            [TrainedRun.FormatKey] = TrainedRun.Format,
            [TrainedRun.ArchitectureKey] = Architecture,
            [TrainedRun.StepKey] = Step.ToString(CultureInfo.InvariantCulture),
            [TrainedRun.EpochKey] = Epoch.ToString(CultureInfo.InvariantCulture),
        };
        if (ValidationAccuracy is { } accuracy)
        {
            metadata.Add(AccuracyKey, accuracy.ToString("R", CultureInfo.InvariantCulture));
        }

        return metadata;
    }
}
