using SerpentDsl.Verification;

namespace SerpentDsl.Experiments.Descriptions;

/// <summary>A verification as JSON.</summary>
internal static class VerificationJson
{
    /// <summary>The object that is written as JSON.</summary>
    public static object Of(VerificationReport report) => new
    {
        report.Architecture,
        report.Passed,
        report.Batch,
        report.Length,
        report.Seed,
        Checks = report.Checks.Select(check => new
        {
            check.Name,
            check.Method,
            Verdict = check.Verdict switch
            {
                Verdict.Passed => "passed",
                Verdict.Failed => "failed",
                _ => "notApplicable",
            },

            // JSON has no infinity.
            Error = check.Error is { } error && double.IsFinite(error) ? error : (double?)null,
            check.Tolerance,
            check.Detail,
        }).ToArray(),
    };
}
