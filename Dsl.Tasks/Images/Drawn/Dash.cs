namespace SerpentDsl.Tasks;

/// <summary>A dash of a drawn curve, in pixels from the upper left corner.</summary>
/// <param name="From">Where it begins.</param>
/// <param name="To">Where it ends.</param>
internal readonly record struct Dash((double X, double Y) From, (double X, double Y) To)
{
    /// <summary>Distance of a point from the dash.</summary>
    public double DistanceTo(double x, double y)
    {
        double alongX = To.X - From.X, alongY = To.Y - From.Y;
        var length = (alongX * alongX) + (alongY * alongY);
        var share = length == 0 ? 0 : Math.Clamp((((x - From.X) * alongX) + ((y - From.Y) * alongY)) / length, 0, 1);
        double offX = x - From.X - (share * alongX), offY = y - From.Y - (share * alongY);
        return Math.Sqrt((offX * offX) + (offY * offY));
    }
}
