using SerpentDsl.Experiments.Output;
using SerpentDsl.Specs;

namespace SerpentDsl.Experiments.Cards;

/// <summary>
/// Draws one block from top to bottom: the branches side by side on rows of equal height, the skip connection on their left.
/// </summary>
internal sealed class BlockDrawing
{
    private const double Column = 164;
    private const double Gap = 20;
    private const double Lane = 46;
    private const double BoxHeight = 48;
    private const double Step = 34;
    private const double Top = 8;

    private readonly ArchitectureCard _card;
    private readonly SvgCanvas _canvas = new();
    private readonly double _width;
    private readonly double _middle;
    private double _y = Top;

    private BlockDrawing(ArchitectureCard card)
    {
        _card = card;
        _width = (card.Branches.Count * (Column + Gap)) - Gap;
        _middle = Lane + (_width / 2);
    }

    /// <summary>Draws the block of an architecture that has branches.</summary>
    public static string Draw(ArchitectureCard card)
    {
        BlockDrawing drawing = new(card);
        drawing.Draw();
        var branches = card.Branches.Count;
        return drawing._canvas.ToSvg(
            $"One block of {card.Spec.Name}: {branches} {(branches == 1 ? "branch" : "branches")} and a skip connection.");
    }

    private void Draw()
    {
        var whole = (_card.Leading.FirstOrDefault() ?? _card.Branches[0].Entry ?? _card.Branches[0].Core).Input;
        _canvas.Label(_middle, _y + 8, "u");
        _canvas.Shape(_middle + 10, _y + 8, whole);
        _y += 14;
        var skip = _y + 12;
        foreach (var layer in _card.Leading)
        {
            Centred(layer, "");
        }

        DrawBranches();
        foreach (var layer in _card.Inner)
        {
            Centred(layer, "");
        }

        var sum = _y + Step;
        _canvas.Arrow((_middle, _y), (_middle, sum - 11));
        _canvas.Plus(_middle, sum, 11);
        _canvas.Arrow((_middle, skip), (16, skip), (16, sum), (_middle - 11, sum));
        _canvas.Label(22, sum - 6, "skip", "start");
        _y = sum + 11;
        if (_card.Closing is { } norm)
        {
            Centred(norm, "");
        }

        _canvas.Arrow((_middle, _y), (_middle, _y + Step));
        _canvas.Shape(_middle + 8, _y + 21, whole);
        _y += Step;
    }

    private void DrawBranches()
    {
        var several = _card.Branches.Count > 1;
        bool enters = _card.Branches.Any(branch => branch.Entry is not null), resamples = _card.Branches.Any(branch => branch.Resamples);
        var bus = _y + (several ? 30 : 0);
        double entry = bus + (several ? 16 : Step), core = enters ? entry + BoxHeight + Step : entry, exit = core + BoxHeight + Step;
        double end = resamples ? exit + BoxHeight : core + BoxHeight, join = end + (several ? Step : 0);
        if (several)
        {
            _canvas.Line((_middle, _y), (_middle, bus));
        }

        for (var i = 0; i < _card.Branches.Count; i++)
        {
            double left = Lane + (i * (Column + Gap)), x = left + (Column / 2);
            var branch = _card.Branches[i];
            (double X, double Y)[] way = several && x != _middle
                ? [(_middle, bus), (x, bus), (x, entry)]
                : [(_middle, several ? bus : _y), (x, entry)];
            var first = branch.Entry is null ? core : entry;
            way[^1] = (x, first);
            _canvas.Arrow(way);
            if (branch.Resamples)
            {
                _canvas.Frame(left - 6, entry - 6, Column + 12, exit + BoxHeight - entry + 12, "points");
            }

            if (branch.Entry is { } enter)
            {
                DrawEntry(branch, enter, left, entry);
                _canvas.Arrow((x, entry + BoxHeight), (x, core));
                _canvas.Shape(x + 8, entry + BoxHeight + 21, enter.Output);
            }

            _canvas.Box(left, core, Column, BoxHeight, LayerRole.Sequence, branch.Core.Kind, NoteOf(branch));
            var bottom = core + BoxHeight;
            if (branch.Resamples)
            {
                _canvas.Arrow((x, bottom), (x, exit));
                _canvas.Shape(x + 8, bottom + 21, branch.Core.Output);
                _canvas.Funnel(left, exit, Column, BoxHeight, narrows: false, LayerRole.Resampling, "Decompress", "to every position");
                bottom = exit + BoxHeight;
            }

            if (several)
            {
                _canvas.Arrow((x, bottom), (x, join));
                _canvas.Shape(x + 8, join - 11, OutputOf(branch));
            }
        }

        _y = end;
        if (several)
        {
            var widths = string.Join(" + ", _card.Branches.Select(branch => WidthOf(branch.Core.Output)));
            _canvas.Bar(Lane, join, _width, 26, LayerRole.Edge, $"concatenate {widths}");
            _y = join + 26;
        }
    }

    private void DrawEntry(CardBranch branch, LayerSpec entry, double left, double y)
    {
        if (branch.Resamples)
        {
            string? rate = _card.Option(branch.Name, "CompressionRate"), window = _card.Option(branch.Name, "WindowSize");
            _canvas.Funnel(
                left,
                y,
                Column,
                BoxHeight,
                narrows: true,
                LayerRole.Resampling,
                "Compress",
                rate is null ? "" : $"ρ = {rate}, W = {window}");
        }
        else
        {
            _canvas.Box(left, y, Column, BoxHeight, LayerRoles.Of(entry), entry.Kind, $"{WidthOf(entry.Input)} to {WidthOf(entry.Output)}");
        }
    }

    private void Centred(LayerSpec layer, string note)
    {
        var left = _middle - (Column / 2);
        _canvas.Arrow((_middle, _y), (_middle, _y + Step));
        _canvas.Box(left, _y + Step, Column, 34, LayerRoles.Of(layer), StackDrawing.NameOf(layer), note);
        _y += Step + 34;
    }

    private string NoteOf(CardBranch branch)
    {
        var parameters = branch.Core.Parameters == 0 ? "" : $"{Figures.Quantity(branch.Core.Parameters)} parameters";
        return _card.Option(branch.Name, "StateSize") is { } size
            ? $"N = {size}, {Figures.Quantity(branch.Core.Parameters)} par."
            : parameters;
    }

    /// <summary>Shape of a branch's output. After decompression it has one vector per position again.</summary>
    private static string OutputOf(CardBranch branch) => branch.Core.Output.Replace(", K,", ", L,", StringComparison.Ordinal);

    private static string WidthOf(string shape) => shape.TrimEnd(']')[(shape.LastIndexOf(' ') + 1)..];
}
