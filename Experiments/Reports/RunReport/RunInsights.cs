using System.Security.Cryptography;
using System.Text.Json;
using SerpentDsl.Experiments.Inspection;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Io;

namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>What a model did with single rows, kept in the run's folder so that later reports need not run the model again.</summary>
/// <param name="Checkpoint">Name of the checkpoint's file.</param>
/// <param name="Digest">SHA-256 of it: of another one all this says nothing.</param>
internal sealed record RunInsights(string Checkpoint, string Digest)
{
    private const string File = "insights.json";

    /// <summary>The confusion matrix of a classifier.</summary>
    public ConfusionMatrix? Confusion { get; init; }

    /// <summary>Of a language model: texts that it continued.</summary>
    public IReadOnlyList<TextSample>? Samples { get; init; }

    /// <summary>Of a model that resamples: its intervals over a text.</summary>
    public TextInspection? Inspection { get; init; }

    /// <summary>The hash of a checkpoint's file.</summary>
    public static string DigestOf(string checkpoint)
    {
        using var stream = System.IO.File.OpenRead(checkpoint);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>What was kept of a run; null if nothing was, or of another checkpoint than it has now.</summary>
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
            // Made from the checkpoint, and made again with --evaluate.
            return null;
        }
    }

    /// <summary>Writes it to the run's folder.</summary>
    /// <param name="run">The folder of the run.</param>
    public void Keep(string run) =>
        AtomicFile.Write(Path.Combine(run, File), stream => JsonSerializer.Serialize(stream, this, JsonSettings.Line));
}
