using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Activations;

/// <summary>Gated values x · σ(z), or their gradients, of a tile of two arrays.</summary>
internal readonly unsafe struct GateTiles : ILaneTiles
{
    private const long Size = 1 << 14;

    /// <summary>Values.</summary>
    public required float* X { get; init; }

    /// <summary>Gates, which go through σ.</summary>
    public required float* Z { get; init; }

    /// <summary>Gradients of the outputs; null: outputs are computed.</summary>
    public required float* Gradient { get; init; }

    /// <summary>Receives outputs, or gradients of the values.</summary>
    public required float* Result { get; init; }

    /// <summary>Receives gradients of the gates.</summary>
    public required float* ForZ { get; init; }

    /// <summary>Elements in all.</summary>
    public required long Elements { get; init; }

    /// <inheritdoc/>
    public int Count(int lanes) => (int)((Elements + Size - 1) / Size);

    /// <inheritdoc/>
    public void Run<TLanes>(int tile)
        where TLanes : struct, ILanes<TLanes>
    {
        nint lanes = TLanes.Count, from = (nint)(tile * Size), count = (nint)Math.Min(Elements - from, Size), whole = count / lanes * lanes;
        if (Gradient == null)
        {
            Values<TLanes>(X + from, Z + from, Result + from, whole);
        }
        else
        {
            Gradients<TLanes>(X + from, Z + from, Gradient + from, Result + from, ForZ + from, whole);
        }

        if (whole < count)
        {
            RunFew<TLanes>(from + whole, (int)(count - whole));
        }
    }

    /// <summary>A remainder that does not fill a register still goes through a register, so that every number is computed alike.</summary>
    private void RunFew<TLanes>(nint from, int count)
        where TLanes : struct, ILanes<TLanes>
    {
        var lanes = TLanes.Count;
        float* x = stackalloc float[5 * lanes], z = x + lanes, gradient = z + lanes, result = gradient + lanes, forZ = result + lanes;
        LaneRows<TLanes>.Copy(x, X + from, count, lanes);
        LaneRows<TLanes>.Copy(z, Z + from, count, lanes);
        if (Gradient == null)
        {
            Values<TLanes>(x, z, result, lanes);
        }
        else
        {
            LaneRows<TLanes>.Copy(gradient, Gradient + from, count, lanes);
            Gradients<TLanes>(x, z, gradient, result, forZ, lanes);
            new ReadOnlySpan<float>(forZ, count).CopyTo(new Span<float>(ForZ + from, count));
        }

        new ReadOnlySpan<float>(result, count).CopyTo(new Span<float>(Result + from, count));
    }

    [MethodImpl(HotLoop.Options)]
    private static void Values<TLanes>(float* x, float* z, float* result, nint count)
        where TLanes : struct, ILanes<TLanes>
    {
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            TLanes.Store(TLanes.Load(x + i) * LaneMath<TLanes>.Sigmoid(TLanes.Load(z + i)), result + i);
        }
    }

    [MethodImpl(HotLoop.Options)]
    private static void Gradients<TLanes>(float* x, float* z, float* gradient, float* forX, float* forZ, nint count)
        where TLanes : struct, ILanes<TLanes>
    {
        var one = TLanes.Broadcast(1);
        for (nint i = 0; i < count; i += TLanes.Count)
        {
            TLanes open = LaneMath<TLanes>.Sigmoid(TLanes.Load(z + i)), passed = TLanes.Load(gradient + i) * open;
            TLanes.Store(passed, forX + i);
            TLanes.Store(passed * TLanes.Load(x + i) * (one - open), forZ + i);
        }
    }
}
