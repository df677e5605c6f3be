namespace SerpentDsl.Tasks;

/// <summary>Paints a scene as a grey image. A pixel's brightness is the share of its points that are inside of a dash or a disc.</summary>
internal static class PathfinderPainter
{
    /// <summary>Points of a pixel in each direction.</summary>
    private const int Points = 4;

    /// <summary>Paints a scene.</summary>
    /// <returns>The pixels row by row from the top, 0 … 255.</returns>
    public static byte[] Paint(PathfinderScene scene, PathfinderSettings settings)
    {
        var pixels = new byte[settings.Size * settings.Size];
        foreach (var dash in scene.Curves.SelectMany(curve => curve))
        {
            Fill(pixels, settings.Size, dash, settings.Thickness / 2, settings.Brightness);
        }

        foreach (var disc in scene.Discs)
        {
            Fill(pixels, settings.Size, new Dash(disc, disc), settings.DiscRadius, 1);
        }

        return pixels;
    }

    /// <summary>Calls an action for the pixels of the box around a dash.</summary>
    public static void ForPixelsNear(Dash dash, double reach, int size, Action<int, int> action)
    {
        var top = (int)Math.Max(0, Math.Floor(Math.Min(dash.From.Y, dash.To.Y) - reach));
        var bottom = (int)Math.Min(size - 1, Math.Floor(Math.Max(dash.From.Y, dash.To.Y) + reach));
        var left = (int)Math.Max(0, Math.Floor(Math.Min(dash.From.X, dash.To.X) - reach));
        var right = (int)Math.Min(size - 1, Math.Floor(Math.Max(dash.From.X, dash.To.X) + reach));
        for (var y = top; y <= bottom; y++)
        {
            for (var x = left; x <= right; x++)
            {
                action(x, y);
            }
        }
    }

    private static void Fill(byte[] pixels, int size, Dash dash, double radius, double brightness) =>
        ForPixelsNear(dash, radius, size, (x, y) =>
        {
            var inside = 0;
            for (var point = 0; point < Points * Points; point++)
            {
                var right = x + (((point % Points) + 0.5) / Points);
                var down = y + (((point / Points) + 0.5) / Points);
                inside += dash.DistanceTo(right, down) <= radius ? 1 : 0;
            }

            var value = (byte)Math.Round(byte.MaxValue * brightness * inside / (Points * Points));
            ref var pixel = ref pixels[(y * size) + x];
            pixel = Math.Max(pixel, value);
        });
}
