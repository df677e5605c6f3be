namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>One curve of a chart.</summary>
/// <param name="Run">Number of its run in the report.</param>
/// <param name="Name">
/// What it is beside the run's name: <c>train</c>, <c>validation</c>, a branch; empty where the chart has one curve a run.
/// </param>
/// <param name="Place">
/// Which of the run's places its values stand at: <see cref="ReportChart.AtSteps"/> or <see cref="ReportChart.AtValidations"/>.
/// </param>
/// <param name="Colour">Which of the page's colours it has: its run's, or its own where there is but one run.</param>
/// <param name="Dash">Which pattern it is drawn in; 0: a line.</param>
/// <param name="Smooth">Whether it is noisy enough to be smoothed.</param>
/// <param name="Values">Its values; null where there is none, or it is not finite.</param>
internal sealed record ReportSeries(int Run, string Name, string Place, int Colour, int Dash, bool Smooth, double?[] Values);
