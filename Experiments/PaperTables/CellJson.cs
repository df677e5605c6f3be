using SerpentDsl.Experiments.Runs;

namespace SerpentDsl.Experiments.PaperTables;

/// <summary>A cell as programs read it.</summary>
/// <param name="Model">The row.</param>
/// <param name="Column">The column.</param>
/// <param name="Paper">What the paper prints.</param>
/// <param name="Architecture">What fills it; null if the protocol does not.</param>
/// <param name="Recipe">The hash that its runs share.</param>
/// <param name="Accuracy">Test accuracy over the seeds.</param>
/// <param name="Loss">Test loss over the seeds.</param>
/// <param name="MissingSeeds">Seeds without a finished run.</param>
/// <param name="Runs">Its runs.</param>
internal sealed record CellJson(
    string Model,
    string Column,
    PaperFigures Paper,
    string? Architecture,
    string? Recipe,
    SampleMean? Accuracy,
    SampleMean? Loss,
    IReadOnlyList<long> MissingSeeds,
    IReadOnlyList<StoredRun> Runs)
{
    public static CellJson Of(ReportedCell cell) => new(
        cell.Model,
        cell.Column,
        cell.Paper,
        cell.Protocol?.Call.Architecture.Name,
        cell.Protocol?.Recipe,
        cell.Accuracy,
        cell.Over(test => test.Loss),
        cell.Missing,
        cell.Runs);
}
