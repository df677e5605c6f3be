using System.Globalization;
using System.Text;

namespace SerpentDsl.Experiments.Reports.Runs;

/// <summary>A chart of a report as a picture over the steps, as SVG: what its page shows where no script draws.</summary>
internal static class CurvePicture
{
    private const int Width = 560;
    private const int Height = 250;
    private const int Left = 66;
    private const int Right = 16;
    private const int Top = 10;
    private const int Bottom = 40;

    /// <summary>How much of the mean so far stays in a smoothed curve; the script begins with the same.</summary>
    private const double Smoothing = 0.6;

    /// <summary>Into how many stretches a long curve is cut; each keeps its least and its greatest value.</summary>
    private const int Stretches = 300;

    /// <summary>Draws a chart.</summary>
    /// <param name="chart">What to draw.</param>
    /// <param name="runs">The runs that it is about.</param>
    public static string Draw(ReportChart chart, IReadOnlyList<ReportRun> runs)
    {
        Curve[] curves = [.. chart.Series.Select(series => new Curve(series, Points(series, runs[series.Run], chart.Log)))];
        Point[] points = [.. curves.SelectMany(curve => curve.Points)];
        var svg = new StringBuilder();
        svg.Append(CultureInfo.InvariantCulture, $"<svg viewBox=\"0 0 {Width} {Height}\" aria-hidden=\"true\">");
        if (points.Length == 0)
        {
            return svg.Append(CultureInfo.InvariantCulture, $"<text class=\"muted\" x=\"{Width / 2}\" y=\"{Height / 2}\" text-anchor=\"middle\">nothing above 0</text></svg>").ToString();
        }

        double last = points.Max(point => point.Step);
        double first = Math.Min(points.Min(point => point.Step), last - 1);
        var across = ChartAxis.Linear(first, last);
        ChartAxis up = Up(chart, points.Min(point => point.Value), points.Max(point => point.Value));
        foreach (double tick in up.Ticks)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(tick):0.#}\" y2=\"{Y(tick):0.#}\" stroke=\"var(--rule)\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"muted\" x=\"{Left - 8}\" y=\"{Y(tick) + 4:0.#}\" text-anchor=\"end\">{ChartNumbers.Tick(chart.Format, tick)}</text>");
        }

        foreach (double tick in across.Ticks)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{X(tick):0.#}\" x2=\"{X(tick):0.#}\" y1=\"{Top}\" y2=\"{Height - Bottom}\" stroke=\"var(--rule)\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<text class=\"muted\" x=\"{X(tick):0.#}\" y=\"{Height - Bottom + 16}\" text-anchor=\"middle\">{ChartNumbers.Tick("", tick)}</text>");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"muted\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 4}\" text-anchor=\"middle\">step</text>");
        foreach (Curve curve in curves.Where(curve => curve.Points.Length > 0))
        {
            svg.Append(CultureInfo.InvariantCulture, $"<g stroke=\"var(--s{curve.Series.Colour})\" fill=\"none\" stroke-linejoin=\"round\">");
            if (curve.Series.Smooth)
            {
                Add(curve.Points, "stroke-width=\"1\" opacity=\"0.22\"", 0);
            }

            bool isValidation = curve.Series.Place == ReportChart.AtValidations;
            Add(curve.Series.Smooth ? Smoothed(curve.Points) : curve.Points, $"stroke-width=\"{(isValidation ? "2" : "1.5")}\"", curve.Series.Dash);
            if (isValidation && curve.Series.Dash == 0)
            {
                foreach (Point point in curve.Points)
                {
                    svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{X(point.Step):0.#}\" cy=\"{Y(point.Value):0.#}\" r=\"3\" fill=\"var(--card)\" stroke-width=\"2\"/>");
                }
            }

            svg.Append("</g>");
        }

        return svg.Append("</svg>").ToString();

        double X(double step) => Left + (across.Place(step) * (Width - Left - Right));

        double Y(double value) => Height - Bottom - (up.Place(value) * (Height - Top - Bottom));

        void Add(Point[] line, string look, int dash)
        {
            string path = string.Join(' ', Thinned(line).Select(point => string.Create(CultureInfo.InvariantCulture, $"{X(point.Step):0.#},{Y(point.Value):0.#}")));
            string pattern = dash == 0 ? "" : $" stroke-dasharray=\"{CurvesSection.Dashes[dash % CurvesSection.Dashes.Length]}\"";
            svg.Append(CultureInfo.InvariantCulture, $"<polyline points=\"{path}\" {look}{pattern}/>");
        }
    }

    /// <summary>Room above and below; what cannot be negative does not look as if it were, and quantities begin at none.</summary>
    private static ChartAxis Up(ReportChart chart, double low, double high)
    {
        bool isBinary = chart.Format == "bytes";
        if (chart.Log)
        {
            return ChartAxis.Logarithmic(low, high);
        }

        if (chart.FromZero)
        {
            return ChartAxis.Linear(0, high > 0 ? 1.08 * high : 1, isBinary);
        }

        double room = high - low > 1e-6 * Math.Abs(high) ? 0.08 * (high - low) : high == 0 ? 1 : 0.1 * Math.Abs(high);
        return ChartAxis.Linear(low >= 0 ? Math.Max(0, low - room) : low - room, high + room, isBinary);
    }

    private static Point[] Points(ReportSeries series, ReportRun run, bool isLog)
    {
        IEnumerable<int> steps = series.Place == ReportChart.AtSteps
            ? run.Metrics.Steps.Select(step => step.Step)
            : run.Metrics.Validations.Select(validation => validation.Step);
        return [.. steps.Zip(series.Values).Where(point => point.Second is { } value && (!isLog || value > 0)).Select(point => new Point(point.First, point.Second!.Value))];
    }

    /// <summary>Exponential means, corrected for their beginning, so that the first values count as much as they say.</summary>
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
        : points.Chunk((points.Length + Stretches - 1) / Stretches)
            .SelectMany(stretch => new[] { stretch.MinBy(point => point.Value), stretch.MaxBy(point => point.Value) }.Distinct().OrderBy(point => point.Step));

    private readonly record struct Point(int Step, double Value);

    private sealed record Curve(ReportSeries Series, Point[] Points);
}
