using System.Security.Cryptography;
using System.Text.Json;
using SerpentDsl.Experiments.Inspection;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Io;

namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>
/// Results of a model on single rows. They are cached in the run's folder, so that later reports need not run the model again.
/// </summary>
/// <param name="Checkpoint">File name of the checkpoint.</param>
/// <param name="Digest">SHA-256 of the checkpoint's file. The results are valid only for a file with this hash.</param>
internal sealed record RunInsights(string Checkpoint, string Digest)
{
    private const string File = "insights.json";

    /// <summary>The confusion matrix of a classifier.</summary>
    public ConfusionMatrix? Confusion { get; init; }

    /// <summary>Generated texts of a language model.</summary>
    public IReadOnlyList<TextSample>? Samples { get; init; }

    /// <summary>Learned intervals of a text, of a model that resamples.</summary>
    public TextInspection? Inspection { get; init; }

    /// <summary>The SHA-256 hash of a file, in hexadecimal.</summary>
    public static string DigestOf(string checkpoint)
    {
        using var stream = System.IO.File.OpenRead(checkpoint);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>Reads the cached results of a run; null if there are none, or if the run's checkpoint has changed since.</summary>
    /// <param name="run">The folder of the run.</param>
    public static RunInsights? Of(string run)
    {
        var path = Path.Combine(run, File);
        if (!System.IO.File.Exists(path))
        {
            return null;
        }

        try
        {
            using var stream = System.IO.File.OpenRead(path);
            var kept = JsonSerializer.Deserialize<RunInsights>(stream, JsonSettings.Line);
            var checkpoint = RunFolder.FindCheckpoint(run, null);
            return kept is not null && Path.GetFileName(checkpoint) == kept.Checkpoint && DigestOf(checkpoint) == kept.Digest ? kept : null;
        }
        catch (Exception problem) when (problem is JsonException or UsageException)
        {
            // Ignored: the results can be computed from the checkpoint again, with --evaluate.
            return null;
        }
    }

    /// <summary>Writes the results to the run's folder.</summary>
    /// <param name="run">The folder of the run.</param>
    public void Keep(string run) =>
        AtomicFile.Write(Path.Combine(run, File), stream => JsonSerializer.Serialize(stream, this, JsonSettings.Line));
}
