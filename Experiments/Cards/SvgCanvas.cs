using System.Globalization;
using System.Net;
using System.Text;

namespace SerpentDsl.Experiments.Cards;

/// <summary>Draws boxes, lines and text as SVG. Escapes every text.</summary>
internal sealed class SvgCanvas
{
    private const double CharacterWidth = 6.6;

    private const double BoldCharacterWidth = 7.7;

    /// <summary>Smallest width in pixels. A picture shrinks with the window down to this width; in narrower windows it scrolls.</summary>
    private const double LeastWidth = 640;

    private readonly StringBuilder _elements = new();
    private double _width;
    private double _height;

    /// <summary>A box with rounded corners, a title and a line below it.</summary>
    public void Box(double x, double y, double width, double height, LayerRole role, string title, string note)
    {
        Open(role, title, note);
        Element($"""<rect x="{Text(x)}" y="{Text(y)}" width="{Text(width)}" height="{Text(height)}" rx="8"/>""");
        Caption(x + (width / 2), y + (height / 2), width, title, note);
        Close(x + width, y + height);
    }

    /// <summary>A box that narrows from one end to the other, for a compression or a decompression.</summary>
    public void Funnel(double x, double y, double width, double height, bool narrows, LayerRole role, string title, string note)
    {
        const double Inset = 22;
        var (top, bottom) = narrows ? (0.0, Inset) : (Inset, 0.0);
        Open(role, title, note);
        Element(
            $"""<path d="M{Text(x + top)} {Text(y)} H{Text(x + width - top)} """
            + $"""L{Text(x + width - bottom)} {Text(y + height)} H{Text(x + bottom)} Z" stroke-linejoin="round"/>""");
        Caption(x + (width / 2), y + (height / 2), width - Inset, title, note);
        Close(x + width, y + height);
    }

    /// <summary>A flat bar with one line of text.</summary>
    public void Bar(double x, double y, double width, double height, LayerRole role, string title)
    {
        Open(role, title, "");
        Element($"""<rect x="{Text(x)}" y="{Text(y)}" width="{Text(width)}" height="{Text(height)}" rx="{Text(height / 2)}"/>""");
        var line = Escape(Shorten(title, (int)(width / BoldCharacterWidth)));
        Element($"""<text class="t" x="{Text(x + (width / 2))}" y="{Text(y + (height / 2) + 4)}">{line}</text>""");
        Close(x + width, y + height);
    }

    /// <summary>A circle with a plus sign, for an addition.</summary>
    public void Plus(double x, double y, double radius)
    {
        Element($"""<circle class="plus" cx="{Text(x)}" cy="{Text(y)}" r="{Text(radius)}"/>""");
        Element($"""<path class="line" d="M{Text(x - 5)} {Text(y)} H{Text(x + 5)} M{Text(x)} {Text(y - 5)} V{Text(y + 5)}"/>""");
        Grow(x + radius, y + radius);
    }

    /// <summary>A frame, drawn behind the shapes that it surrounds.</summary>
    public void Frame(double x, double y, double width, double height, string style)
    {
        Element($"""<rect class="{style}" x="{Text(x)}" y="{Text(y)}" width="{Text(width)}" height="{Text(height)}" rx="12"/>""");
        Grow(x + width, y + height);
    }

    /// <summary>A line through corners, with an arrow at its end.</summary>
    public void Arrow(params (double X, double Y)[] corners)
    {
        Path(corners, "line");
        var (x, y) = corners[^1];
        var (fromX, fromY) = corners[^2];
        const double Length = 6, Half = 3.5;
        var head = fromX == x
            ? $"M{Text(x)} {Text(y)} l{Text(-Half)} {Text(fromY < y ? -Length : Length)} h{Text(2 * Half)} Z"
            : $"M{Text(x)} {Text(y)} l{Text(fromX < x ? -Length : Length)} {Text(-Half)} v{Text(2 * Half)} Z";
        Element($"""<path class="head" d="{head}"/>""");
    }

    /// <summary>A line through corners.</summary>
    public void Line(params (double X, double Y)[] corners) => Path(corners, "line");

    /// <summary>The shape of a tensor, written beside a line.</summary>
    public void Shape(double x, double y, string text)
    {
        Element($"""<text class="s" x="{Text(x)}" y="{Text(y)}">{Escape(text)}</text>""");
        Grow(x + (text.Length * CharacterWidth), y);
    }

    /// <summary>A small caption.</summary>
    public void Label(double x, double y, string text, string anchor = "middle")
    {
        Element($"""<text class="n" x="{Text(x)}" y="{Text(y)}" text-anchor="{anchor}">{Escape(text)}</text>""");
        Grow(x, y + 4);
    }

    /// <summary>Writes the picture as an SVG element.</summary>
    /// <param name="description">Text for readers who cannot see the picture.</param>
    public string ToSvg(string description)
    {
        string width = Text(Math.Ceiling(_width + 10)), height = Text(Math.Ceiling(_height + 10));
        var least = Text(Math.Min(Math.Ceiling(_width + 10), LeastWidth));
        return $"""<svg viewBox="0 0 {width} {height}" width="{width}" height="{height}" style="min-width:{least}px" """
            + $"""role="img" aria-label="{Escape(description)}">{'\n'}{_elements}</svg>""";
    }

    /// <summary>Escapes a text for HTML and SVG.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    private void Path((double X, double Y)[] corners, string style)
    {
        const double Radius = 8;
        var path = new StringBuilder($"M{Text(corners[0].X)} {Text(corners[0].Y)}");
        for (var i = 1; i < corners.Length; i++)
        {
            var (x, y) = corners[i];
            if (i + 1 < corners.Length)
            {
                var (backX, backY) = Towards(corners[i], corners[i - 1], Radius);
                var (nextX, nextY) = Towards(corners[i], corners[i + 1], Radius);
                path.Append(
                    CultureInfo.InvariantCulture, $" L{Text(backX)} {Text(backY)} Q{Text(x)} {Text(y)} {Text(nextX)} {Text(nextY)}");
            }
            else
            {
                path.Append(CultureInfo.InvariantCulture, $" L{Text(x)} {Text(y)}");
            }

            Grow(x, y);
        }

        Element($"""<path class="{style}" d="{path}"/>""");
    }

    /// <summary>
    /// The point at a given distance from one corner towards another, or the middle between them if they are closer than twice that.
    /// </summary>
    private static (double X, double Y) Towards((double X, double Y) corner, (double X, double Y) other, double distance)
    {
        var length = double.Hypot(other.X - corner.X, other.Y - corner.Y);
        var share = length == 0 ? 0 : Math.Min(distance, length / 2) / length;
        return (corner.X + ((other.X - corner.X) * share), corner.Y + ((other.Y - corner.Y) * share));
    }

    private void Caption(double x, double middle, double width, string title, string note)
    {
        const double Padding = 14;
        int titleRoom = (int)((width - Padding) / BoldCharacterWidth), noteRoom = (int)((width - Padding) / CharacterWidth) + 1;
        var first = note.Length == 0 ? middle + 4.5 : middle - 3;
        Element($"""<text class="t" x="{Text(x)}" y="{Text(first)}">{Escape(Shorten(title, titleRoom))}</text>""");
        if (note.Length > 0)
        {
            Element(
                $"""<text class="n" x="{Text(x)}" y="{Text(middle + 13)}" text-anchor="middle">{Escape(Shorten(note, noteRoom))}</text>""");
        }
    }

    private static string Shorten(string text, int room) =>
        text.Length <= room ? text : string.Concat(text.AsSpan(0, Math.Max(1, room - 1)), "…");

    private void Open(LayerRole role, string title, string note)
    {
        _elements.Append(
            $"""<g class="{LayerRoles.Style(role)}"><title>{Escape(note.Length == 0 ? title : $"{title}: {note}")}</title>""").Append('\n');
    }

    private void Close(double right, double bottom)
    {
        _elements.Append("</g>\n");
        Grow(right, bottom);
    }

    private void Element(string element) => _elements.Append(element).Append('\n');

    private void Grow(double right, double bottom)
    {
        _width = Math.Max(_width, right);
        _height = Math.Max(_height, bottom);
    }

    private static string Text(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
