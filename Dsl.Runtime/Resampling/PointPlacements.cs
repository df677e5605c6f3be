using SerpentDsl.Kernels.Compression;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Resampling;

/// <summary>Times relative to points in the middles of units.</summary>
internal static class PointPlacements
{
    /// <summary>How far points stand before the ends of their units: 0 or ½.</summary>
    public static double Offset(this PointPlacement placement) => placement == PointPlacement.Middle ? 0.5 : 0;

    /// <summary>The same in ticks.</summary>
    public static long OffsetTicks(this PointPlacement placement) => placement == PointPlacement.Middle ? Ticks.PerPoint / 2 : 0;

    /// <summary>Times on a clock on which the points stand at 1, 2, 3, …, wherever they are placed.</summary>
    /// <param name="placement">Where the points stand on the given clock.</param>
    /// <param name="times">Times of any shape, floating point or in ticks.</param>
    /// <returns>The times themselves, or new ones in the current dispose scope.</returns>
    public static Tensor Shift(this PointPlacement placement, Tensor times) => placement == PointPlacement.End
        ? times
        : times.is_integral() ? times.Plus(placement.OffsetTicks()) : times.Plus(placement.Offset());
}
