using System.Globalization;
using System.Text;

namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>Draws a chart of a report over the steps as SVG. The page shows this picture where scripts do not run.</summary>
internal sealed class CurvePicture
{
    private const int Width = 560;
    private const int Height = 250;
    private const int Left = 66;
    private const int Right = 16;
    private const int Top = 10;
    private const int Bottom = 40;

    /// <summary>Weight of the previous mean in a smoothed curve. The page's script starts with the same value.</summary>
    private const double Smoothing = 0.6;

    /// <summary>
    /// Number of segments into which a long curve is cut; only the smallest and the largest value of a segment are drawn.
    /// </summary>
    private const int Stretches = 300;

    private readonly StringBuilder _svg = new();
    private readonly ChartAxis _across;
    private readonly ChartAxis _up;

    private CurvePicture(ChartAxis across, ChartAxis up) => (_across, _up) = (across, up);

    /// <summary>Draws a chart.</summary>
    /// <param name="chart">The chart.</param>
    /// <param name="runs">The runs of the report.</param>
    public static string Draw(ReportChart chart, IReadOnlyList<ReportRun> runs)
    {
        (ReportSeries Series, Point[] Points)[] curves = [.. chart.Series.Select(
            series => (series, Points(series, runs[series.Run], chart.Log)))];
        Point[] points = [.. curves.SelectMany(curve => curve.Points)];

        // A logarithmic chart may have no positive value.
        double last = points.Select(point => point.Step).DefaultIfEmpty(1).Max();
        var first = Math.Min(points.Select(point => point.Step).DefaultIfEmpty(0).Min(), last - 1);
        double low = points.Select(point => point.Value).DefaultIfEmpty(1).Min(),
        high = points.Select(point => point.Value).DefaultIfEmpty(1).Max();
        var picture = new CurvePicture(ChartAxis.Linear(first, last), Up(chart, low, high));
        picture.Add($"<svg viewBox=\"0 0 {Width} {Height}\" aria-hidden=\"true\">");
        picture.AddAxes(chart.Format);
        foreach (var (series, drawn) in curves.Where(curve => curve.Points.Length > 0))
        {
            picture.AddCurve(series, drawn);
        }

        picture.Add($"</svg>");
        return picture._svg.ToString();
    }

    private void AddAxes(string format)
    {
        foreach (var tick in _up.Ticks)
        {
            Add($"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(tick):0.#}\" y2=\"{Y(tick):0.#}\" stroke=\"var(--rule)\"/>");
            AddText(Left - 8, Y(tick) + 4, "end", ChartNumbers.Tick(format, tick));
        }

        foreach (var tick in _across.Ticks)
        {
            Add($"<line x1=\"{X(tick):0.#}\" x2=\"{X(tick):0.#}\" y1=\"{Top}\" y2=\"{Height - Bottom}\" stroke=\"var(--rule)\"/>");
            AddText(X(tick), Height - Bottom + 16, "middle", ChartNumbers.Tick("", tick));
        }

        AddText((Left + Width - Right) / 2.0, Height - 4, "middle", "step");
    }

    private void AddCurve(ReportSeries series, Point[] points)
    {
        var isValidation = series.Place == ReportChart.AtValidations;
        Add($"<g stroke=\"var(--s{series.Colour})\" fill=\"none\" stroke-linejoin=\"round\">");
        if (series.Smooth)
        {
            AddLine(points, "stroke-width=\"1\" opacity=\"0.22\"", 0);
        }

        AddLine(series.Smooth ? Smoothed(points) : points, isValidation ? "stroke-width=\"2\"" : "stroke-width=\"1.5\"", series.Dash);
        foreach (var point in isValidation && series.Dash == 0 ? points : [])
        {
            Add($"<circle cx=\"{X(point.Step):0.#}\" cy=\"{Y(point.Value):0.#}\" r=\"3\" fill=\"var(--card)\" stroke-width=\"2\"/>");
        }

        Add($"</g>");
    }

    private void AddLine(Point[] points, string look, int dash)
    {
        Add($"<polyline {look} points=\"");
        foreach (var point in Thinned(points))
        {
            Add($"{X(point.Step):0.#},{Y(point.Value):0.#} ");
        }

        var pattern = CurvesSection.Dashes[dash % CurvesSection.Dashes.Length];
        Add($"\" stroke-dasharray=\"{pattern}\"/>");
    }

    private void AddText(double x, double y, string anchor, string text) =>
        Add($"<text class=\"muted\" x=\"{x:0.#}\" y=\"{y:0.#}\" text-anchor=\"{anchor}\">{text}</text>");

    private void Add(FormattableString svg) => _svg.Append(svg.ToString(CultureInfo.InvariantCulture));

    private double X(double step) => Left + (_across.Place(step) * (Width - Left - Right));

    private double Y(double value) => Height - Bottom - (_up.Place(value) * (Height - Top - Bottom));

    /// <summary>
    /// The vertical axis, with a margin above and below. The axis does not go below 0 unless a value does; axes of quantities start at 0.
    /// </summary>
    private static ChartAxis Up(ReportChart chart, double low, double high)
    {
        var isBinary = chart.Format == "bytes";
        if (chart.Log)
        {
            return ChartAxis.Logarithmic(low, high);
        }

        if (chart.FromZero)
        {
            return ChartAxis.Linear(0, high > 0 ? 1.08 * high : 1, isBinary);
        }

        var room = high - low > 1e-6 * Math.Abs(high) ? 0.08 * (high - low) : high == 0 ? 1 : 0.1 * Math.Abs(high);
        return ChartAxis.Linear(low >= 0 ? Math.Max(0, low - room) : low - room, high + room, isBinary);
    }

    private static Point[] Points(ReportSeries series, ReportRun run, bool isLog)
    {
        var steps = series.Place == ReportChart.AtSteps
            ? run.Metrics.Steps.Select(step => step.Step)
            : run.Metrics.Validations.Select(validation => validation.Step);
        return
        [
            .. steps.Zip(series.Values)
                .Where(point => point.Second is { } value && (!isLog || value > 0))
                .Select(point => new Point(point.First, point.Second!.Value)),
        ];
    }

    /// <summary>Exponential moving averages, corrected for the missing values before the first one.</summary>
    private static Point[] Smoothed(Point[] points)
    {
        double sum = 0, weight = 0;
        return [.. points.Select(point =>
        {
            sum = (Smoothing * sum) + ((1 - Smoothing) * point.Value);
            weight = (Smoothing * weight) + (1 - Smoothing);
            return point with { Value = sum / weight };
        })];
    }

    private static IEnumerable<Point> Thinned(Point[] points) => points.Length <= 2 * Stretches
        ? points
        : points.Chunk((points.Length + Stretches - 1) / Stretches).SelectMany(Extremes);

    private static IEnumerable<Point> Extremes(Point[] stretch) =>
        new[] { stretch.MinBy(point => point.Value), stretch.MaxBy(point => point.Value) }.Distinct().OrderBy(point => point.Step);

    private readonly record struct Point(int Step, double Value);
}
