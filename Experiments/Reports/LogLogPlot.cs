using System.Globalization;
using System.Text;

namespace SerpentDsl.Experiments.Reports;

/// <summary>Draws curves over two logarithmic axes as SVG.</summary>
internal static class LogLogPlot
{
    private const int Width = 500;
    private const int Height = 360;
    private const int Left = 62;
    private const int Right = 16;
    private const int Top = 34;
    private const int Bottom = 46;

    /// <summary>Number of curve colours in the page's style.</summary>
    public const int Colours = 8;

    /// <summary>One curve.</summary>
    /// <param name="Name">Name of the curve, shown under the pointer.</param>
    /// <param name="Points">The curve's points; points with a coordinate of 0 or below are left out.</param>
    public sealed record Curve(string Name, IReadOnlyList<(double X, double Y)> Points);

    /// <summary>Draws curves.</summary>
    /// <param name="title">Title of the plot.</param>
    /// <param name="xName">Name of the horizontal axis.</param>
    /// <param name="curves">The curves; curve i has colour i mod <see cref="Colours"/>.</param>
    /// <param name="diagonal">Name of a line of slope 1 through the points (x, x); null: no such line.</param>
    public static string Draw(string title, string xName, IReadOnlyList<Curve> curves, string? diagonal)
    {
        (double X, double Y)[] points = [.. curves.SelectMany(curve => curve.Points).Where(point => point.Y > 0)];
        var (xLow, xHigh) = Decades(points.Select(point => point.X));
        var (yLow, yHigh) = Decades(points.Select(point => point.Y));
        var svg = new StringBuilder();
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<svg viewBox=\"0 0 {Width} {Height}\" width=\"{Width}\" role=\"img\" aria-label=\"{HtmlPage.Escape(title)}\">");
        svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{Left}\" y=\"18\" style=\"font-weight:600\">{HtmlPage.Escape(title)}</text>");
        for (var decade = xLow; decade <= xHigh; decade++)
        {
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<line x1=\"{X(decade):0.#}\" x2=\"{X(decade):0.#}\" y1=\"{Top}\" y2=\"{Height - Bottom}\" stroke=\"var(--rule)\"/>");
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text class=\"muted\" x=\"{X(decade):0.#}\" y=\"{Height - Bottom + 18}\" text-anchor=\"middle\">{Power(decade)}</text>");
        }

        var every = Math.Max(1, (int)Math.Ceiling((yHigh - yLow) / 8.0));
        for (var decade = yLow; decade <= yHigh; decade += every)
        {
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<line x1=\"{Left}\" x2=\"{Width - Right}\" y1=\"{Y(decade):0.#}\" y2=\"{Y(decade):0.#}\" stroke=\"var(--rule)\"/>");
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text class=\"muted\" x=\"{Left - 8}\" y=\"{Y(decade) + 4:0.#}\" text-anchor=\"end\">{Power(decade)}</text>");
        }

        svg.Append(CultureInfo.InvariantCulture, $"<text class=\"muted\" x=\"{(Left + Width - Right) / 2}\" y=\"{Height - 8}\" "
            + $"text-anchor=\"middle\">{HtmlPage.Escape(xName)}</text>");
        if (diagonal is not null)
        {
            int low = Math.Max(xLow, yLow), high = Math.Min(xHigh, yHigh);
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{X(low):0.#}\" y1=\"{Y(low):0.#}\" x2=\"{X(high):0.#}\" "
                + $"y2=\"{Y(high):0.#}\" stroke=\"var(--muted)\" stroke-dasharray=\"5 4\"/>");
            svg.Append(CultureInfo.InvariantCulture, $"<line x1=\"{Left + 12}\" y1=\"{Top + 16}\" x2=\"{Left + 40}\" y2=\"{Top + 16}\" "
                + $"stroke=\"var(--muted)\" stroke-dasharray=\"5 4\"/>");
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<text class=\"muted\" x=\"{Left + 48}\" y=\"{Top + 20}\">{HtmlPage.Escape(diagonal)}</text>");
        }

        foreach (var (index, curve) in curves.Index())
        {
            var colour = $"var(--s{index % Colours})";
            (double X, double Y)[] drawn = [.. curve.Points.Where(point => point.Y > 0).Select(
                point => (X(Math.Log10(point.X)), Y(Math.Log10(point.Y))))];
            var path = string.Join(
                ' ', drawn.Select(point => string.Create(CultureInfo.InvariantCulture, $"{point.X:0.#},{point.Y:0.#}")));
            svg.Append(
                CultureInfo.InvariantCulture,
                $"<g stroke=\"{colour}\" fill=\"{colour}\"><title>{HtmlPage.Escape(curve.Name)}</title><polyline points=\"{path}\" "
                + $"fill=\"none\" stroke-width=\"1.6\" opacity=\"0.85\"/>");
            foreach (var (x, y) in drawn)
            {
                svg.Append(CultureInfo.InvariantCulture, $"<circle cx=\"{x:0.#}\" cy=\"{y:0.#}\" r=\"3\" stroke=\"none\"/>");
            }

            svg.Append("</g>");
        }

        return svg.Append("</svg>").ToString();

        double X(double decade) => Left + ((decade - xLow) / (xHigh - xLow) * (Width - Left - Right));

        double Y(double decade) => Height - Bottom - ((decade - yLow) / (yHigh - yLow) * (Height - Top - Bottom));
    }

    private static (int Low, int High) Decades(IEnumerable<double> values)
    {
        double[] logs = [.. values.Select(Math.Log10)];
        if (logs.Length == 0)
        {
            return (-1, 0);
        }

        // Values may lie past a power of ten by a rounding error; they do not extend the axis.
        int low = (int)Math.Floor(logs.Min() + 1e-2), high = (int)Math.Ceiling(logs.Max() - 1e-2);
        return (low, Math.Max(high, low + 1));
    }

    private static string Power(int decade) =>
        $"10{string.Concat(decade.ToString(CultureInfo.InvariantCulture).Select(digit => digit == '-' ? '⁻' : "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit - '0']))}";
}
