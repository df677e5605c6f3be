using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Activations;

/// <summary>GELUs, or their gradients, of a tile of an array.</summary>
/// <typeparam name="TForm">The form.</typeparam>
internal readonly unsafe struct GeluTiles<TForm> : ILaneTiles
    where TForm : struct, IGeluForm
{
    /// <summary>Elements of a tile.</summary>
    private const long Size = 1 << 14;

    /// <summary>Inputs.</summary>
    public required float* X { get; init; }

    /// <summary>Gradients of the outputs; null: outputs are computed.</summary>
    public required float* Gradient { get; init; }

    /// <summary>Receives outputs, or gradients of the inputs.</summary>
    public required float* Result { get; init; }

    /// <summary>Whether gradients are added to the present contents.</summary>
    public bool Adds { get; init; }

    /// <summary>Elements in all.</summary>
    public required long Elements { get; init; }

    /// <inheritdoc/>
    public int Count(int lanes) => (int)((Elements + Size - 1) / Size);

    /// <inheritdoc/>
    public void Run<TLanes>(int tile)
        where TLanes : struct, ILanes<TLanes>
    {
        var lanes = TLanes.Count;
        long from = tile * Size, to = Math.Min(Elements, from + Size), whole = from + ((to - from) / lanes * lanes);
        for (var i = from; i < whole; i += lanes)
        {
            TLanes.Store(Of<TLanes>(X + i, Gradient == null ? null : Gradient + i, Adds ? Result + i : null), Result + i);
        }

        if (whole == to)
        {
            return;
        }

        var count = (int)(to - whole);
        float* x = stackalloc float[3 * lanes], gradient = x + lanes, result = gradient + lanes;
        LaneRows<TLanes>.Copy(x, X + whole, count, lanes);
        LaneRows<TLanes>.Copy(result, Result + whole, count, lanes);
        if (Gradient != null)
        {
            LaneRows<TLanes>.Copy(gradient, Gradient + whole, count, lanes);
        }

        TLanes.Store(Of<TLanes>(x, Gradient == null ? null : gradient, Adds ? result : null), result);
        new ReadOnlySpan<float>(result, count).CopyTo(new Span<float>(Result + whole, count));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Of<TLanes>(float* x, float* gradient, float* sum)
        where TLanes : struct, ILanes<TLanes>
    {
        if (gradient == null)
        {
            return TForm.Value(TLanes.Load(x));
        }

        var slope = TForm.Slope(TLanes.Load(x));
        return sum == null ? TLanes.Load(gradient) * slope : TLanes.MultiplyAdd(TLanes.Load(gradient), slope, TLanes.Load(sum));
    }
}
