namespace SerpentDsl.Tasks;

/// <summary>
/// Draws scenes of curves that stay apart. A curve is drawn dash by dash, each turned a little from the one before; where there is no room
/// for a dash, the curve is begun again, and where there is none for a long curve, the scene.
/// </summary>
internal sealed class PathfinderDrawing
{
    private const int ScenesTried = 2_000;
    private const int CurvesTried = 20;
    private const int DashesTried = 30;

    /// <summary>A dash is compared with the blocked pixels at points of this distance.</summary>
    private const double Step = 0.5;

    /// <summary>Pixels at the edge that stay free.</summary>
    private const double Border = 1;

    private readonly PathfinderSettings _settings;
    private readonly bool[] _blocked;
    private readonly bool[] _before;
    private Xoshiro256 _random;

    private PathfinderDrawing(PathfinderSettings settings, int image)
    {
        _settings = settings;
        _blocked = new bool[settings.Size * settings.Size];
        _before = new bool[_blocked.Length];
        _random = new Xoshiro256(settings.Seed, (ulong)image);
    }

    /// <summary>Draws the scene of an image: the same for equal settings and numbers.</summary>
    /// <param name="settings">The distribution.</param>
    /// <param name="image">Number of the image.</param>
    /// <exception cref="TaskDataException">There is no room for curves of these settings.</exception>
    public static PathfinderScene Draw(PathfinderSettings settings, int image)
    {
        var drawing = new PathfinderDrawing(settings, image);
        for (var tried = 0; tried < ScenesTried; tried++)
        {
            if (drawing.TryDraw() is { } scene)
            {
                return scene;
            }
        }

        throw new TaskDataException(
            $"There is no room for two curves of these settings: {settings.Describe()}. Use a larger {nameof(settings.Size)}, or shorter "
                + "curves.");
    }

    private PathfinderScene? TryDraw()
    {
        Array.Clear(_blocked);
        if (TryCurve(_settings.Dashes, Anywhere) is not { } first
            || TryCurve(_settings.Dashes, () => Near(first[0].From)) is not { } second)
        {
            return null;
        }

        List<IReadOnlyList<Dash>> curves = [first, second];
        for (var i = 0; i < _settings.Distractors; i++)
        {
            if (TryCurve(_settings.DistractorDashes, Anywhere) is { } distractor)
            {
                curves.Add(distractor);
            }
        }

        var label = (byte)_random.NextBelow(2);
        var begins = _random.NextBelow(2);
        var ends = label == 1 ? begins : 1 - begins;
        return new PathfinderScene(curves, [curves[begins][0].From, curves[ends][^1].To], label);
    }

    private (double X, double Y) Anywhere() => (_random.NextDouble() * _settings.Size, _random.NextDouble() * _settings.Size);

    private (double X, double Y) Near((double X, double Y) point)
    {
        var (sine, cosine) = Math.SinCos(2 * Math.PI * _random.NextDouble());
        return (point.X + (_settings.SeedDistance * cosine), point.Y + (_settings.SeedDistance * sine));
    }

    private List<Dash>? TryCurve(int dashes, Func<(double X, double Y)> start)
    {
        _blocked.CopyTo(_before, 0);
        for (var tried = 0; tried < CurvesTried; tried++)
        {
            if (TryCurve(dashes, start()) is { } curve)
            {
                return curve;
            }

            _before.CopyTo(_blocked, 0);
        }

        return null;
    }

    private List<Dash>? TryCurve(int dashes, (double X, double Y) point)
    {
        var curve = new List<Dash>(dashes);
        double direction = 0;
        for (var i = 0; i < dashes; i++)
        {
            Dash? found = null;
            for (var tried = 0; tried < DashesTried && found is null; tried++)
            {
                var angle = i == 0
                    ? 2 * Math.PI * _random.NextDouble()
                    : direction + (_settings.MostTurn * ((2 * _random.NextDouble()) - 1));
                var (sine, cosine) = Math.SinCos(angle);
                var gap = i == 0 ? 0 : _settings.Gap;
                var dash = new Dash(
                    (point.X + (gap * cosine), point.Y + (gap * sine)),
                    (point.X + ((gap + _settings.DashLength) * cosine), point.Y + ((gap + _settings.DashLength) * sine)));
                if (IsFree(dash))
                {
                    (found, direction) = (dash, angle);
                }
            }

            if (found is not { } next)
            {
                return null;
            }

            // A dash is blocked only after the next one, which begins close to it.
            if (i > 0)
            {
                Block(curve[^1]);
            }

            curve.Add(next);
            point = next.To;
        }

        Block(curve[^1]);
        return curve;
    }

    private bool IsFree(Dash dash)
    {
        var points = (int)Math.Ceiling(_settings.DashLength / Step);
        for (var i = 0; i <= points; i++)
        {
            var share = (double)i / points;
            double x = dash.From.X + (share * (dash.To.X - dash.From.X)), y = dash.From.Y + (share * (dash.To.Y - dash.From.Y));
            if (x < Border || y < Border || x >= _settings.Size - Border || y >= _settings.Size - Border
                || _blocked[((int)y * _settings.Size) + (int)x])
            {
                return false;
            }
        }

        return true;
    }

    private void Block(Dash dash)
    {
        var reach = _settings.Thickness + _settings.Margin;
        PathfinderPainter.ForPixelsNear(dash, reach, _settings.Size, (x, y) =>
        {
            if (dash.DistanceTo(x + 0.5, y + 0.5) <= reach)
            {
                _blocked[(y * _settings.Size) + x] = true;
            }
        });
    }
}
