using SerpentDsl.Experiments.Runs;

namespace SerpentDsl.Experiments.PaperTables;

/// <summary>A cell of a table for JSON output.</summary>
/// <param name="Model">The cell's row.</param>
/// <param name="Column">The cell's column.</param>
/// <param name="Paper">The paper's figures; null if it does not have this model.</param>
/// <param name="Architecture">Name of the architecture that fills the cell; null if the protocol does not fill it.</param>
/// <param name="Recipe">Hash that the runs of this cell share.</param>
/// <param name="Accuracy">Test accuracy, mean over the seeds.</param>
/// <param name="Loss">Test loss, mean over the seeds.</param>
/// <param name="MissingSeeds">Seeds of the protocol without a finished run.</param>
/// <param name="Runs">The finished runs of this cell.</param>
internal sealed record CellJson(
    string Model,
    string Column,
    PaperFigures? Paper,
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
