namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>One curve of a chart.</summary>
/// <param name="Run">Index of the curve's run in the report.</param>
/// <param name="Name">
/// The curve's name within its run: <c>train</c>, <c>validation</c> or a branch; empty if the chart has one curve per run.
/// </param>
/// <param name="Place">
/// The steps at which the values were measured: <see cref="ReportChart.AtSteps"/> or <see cref="ReportChart.AtValidations"/>.
/// </param>
/// <param name="Colour">Index of the colour: the run's, or if the report has one run, the curve's own.</param>
/// <param name="Dash">Index of the dash pattern; 0: a solid line.</param>
/// <param name="Smooth">Whether the curve is drawn smoothed.</param>
/// <param name="Values">The values; null where a value is missing or not finite.</param>
internal sealed record ReportSeries(int Run, string Name, string Place, int Colour, int Dash, bool Smooth, double?[] Values);
