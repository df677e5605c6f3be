using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Runs;

namespace SerpentDsl.Experiments.PaperTables;

/// <summary>A cell of a table: the paper's figures beside ours.</summary>
/// <param name="Model">The row.</param>
/// <param name="Column">The column.</param>
/// <param name="Paper">What the paper prints.</param>
/// <param name="Protocol">How it is filled; null if the protocol does not.</param>
/// <param name="Runs">Its finished runs, one of every seed, in the seeds' order.</param>
/// <param name="Missing">The protocol's seeds that no run has finished.</param>
internal sealed record ReportedCell(
    string Model, string Column, PaperFigures Paper, ProtocolCell? Protocol, IReadOnlyList<StoredRun> Runs, IReadOnlyList<long> Missing)
{
    /// <summary>Share of test predictions that are right, over the seeds.</summary>
    public SampleMean? Accuracy => Paper is PaperLanguageFigures
        ? Over(test => test.Accuracy)
        : SampleMean.OfShares([.. Tests().Select(test => (test.Accuracy, test.Rows))]);

    /// <summary>A figure of the test evaluations over the seeds; null if they do not have it.</summary>
    public SampleMean? Over(Func<EvaluationMetrics, double?> figure)
    {
        double?[] values = [.. Tests().Select(figure)];
        return values.All(value => value is not null) ? SampleMean.Of([.. values.Select(value => value!.Value)]) : null;
    }

    private IEnumerable<EvaluationMetrics> Tests() => Runs.Select(run => run.Result!.Test!);
}
