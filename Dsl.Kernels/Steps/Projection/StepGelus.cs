using SerpentDsl.Kernels.Activations;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Steps;

/// <summary>GELUs of one position of every sequence.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal static unsafe class StepGelus<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Applies a form of the function.</summary>
    /// <param name="form">Which, but not <see cref="StepGelu.None"/>.</param>
    /// <param name="x">Numbers.</param>
    /// <param name="result">Where to; may be the same.</param>
    /// <param name="count">How many there are.</param>
    public static void Run(StepGelu form, float* x, float* result, long count)
    {
        if (form == StepGelu.Exact)
        {
            Run<ExactGeluForm>(x, result, count);
        }
        else
        {
            Run<TanhGeluForm>(x, result, count);
        }
    }

    private static void Run<TForm>(float* x, float* result, long count)
        where TForm : struct, IGeluForm
    {
        var tiles = new GeluTiles<TForm> { X = x, Gradient = null, Result = result, Elements = count };
        LaneTiles<GeluTiles<TForm>, TLanes>.RunAll(tiles);
    }
}
