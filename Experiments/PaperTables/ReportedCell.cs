using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.PaperTables;

/// <summary>A cell of a table: the paper's figures beside ours.</summary>
/// <param name="Model">The cell's row.</param>
/// <param name="Column">The cell's column.</param>
/// <param name="Paper">The figures that the paper prints; null if it does not have this model.</param>
/// <param name="Protocol">The training that fills the cell; null if the protocol does not fill it.</param>
/// <param name="Runs">The finished runs of this cell, one for each seed, in the order of the seeds.</param>
/// <param name="Missing">Seeds of the protocol without a finished run.</param>
internal sealed record ReportedCell(
    string Model, string Column, PaperFigures? Paper, ProtocolCell? Protocol, IReadOnlyList<StoredRun> Runs, IReadOnlyList<long> Missing)
{
    /// <summary>Whether the cell's model is a language model.</summary>
    public bool IsLanguage => Paper is PaperLanguageFigures || Protocol?.Call.Architecture.Head is LanguageModelHeadSpec;

    /// <summary>Share of correct test predictions, mean over the seeds.</summary>
    public SampleMean? Accuracy => IsLanguage
        ? Over(test => test.Accuracy)
        : SampleMean.OfShares([.. Tests().Select(test => (test.Accuracy ?? double.NaN, test.Rows))]);

    /// <summary>The mean over the seeds of a figure of the test evaluations; null if an evaluation does not have it.</summary>
    public SampleMean? Over(Func<EvaluationMetrics, double?> figure)
    {
        double?[] values = [.. Tests().Select(figure)];
        return values.All(value => value is not null) ? SampleMean.Of([.. values.Select(value => value!.Value)]) : null;
    }

    private IEnumerable<EvaluationMetrics> Tests() => Runs.Select(run => run.Result!.Test!);
}
