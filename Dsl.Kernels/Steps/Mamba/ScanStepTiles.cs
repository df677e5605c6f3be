using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Steps;

/// <summary>The recurrence of some channels of a sequence: h ← e^{ΔA} h + Δ B x, y = (C·h + D x) · SiLU(z), and y overwrites x.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal unsafe struct ScanStepTiles<TLanes> : ITiles
    where TLanes : struct, ILanes<TLanes>
{
    private const int ChannelsPerTile = 64;

    /// <summary>Parameters and state.</summary>
    public MambaStepKernel Kernel;

    /// <summary>x, <c>[batch, inner]</c>; becomes y.</summary>
    public float* X;

    /// <summary>Gates z, <c>[batch, inner]</c>.</summary>
    public float* Gate;

    /// <summary>Step sizes before they are widened, B and C, <c>[batch, rank + 2 N]</c>.</summary>
    public float* Selected;

    /// <summary>How many tiles there are.</summary>
    public readonly int Count => Kernel.Batch * TilesPerSequence;

    private readonly int TilesPerSequence => (Kernel.Inner + ChannelsPerTile - 1) / ChannelsPerTile;

    /// <inheritdoc/>
    public readonly void Run(int tile)
    {
        var (sequence, block) = Math.DivRem(tile, TilesPerSequence);
        var (rank, size) = (Kernel.Rank, Kernel.StateSize);
        var steps = Selected + ((nint)sequence * (rank + (2 * size)));
        var b = steps + rank;
        var c = b + size;
        var first = block * ChannelsPerTile;
        var count = Math.Min(ChannelsPerTile, Kernel.Inner - first);
        var deltas = stackalloc float[ChannelsPerTile];
        var gates = stackalloc float[ChannelsPerTile];
        var begin = ((nint)sequence * Kernel.Inner) + first;
        for (var i = 0; i < ChannelsPerTile; i++)
        {
            var exists = i < count;
            deltas[i] = exists
                ? LaneRows<TLanes>.DotNarrow(Kernel.DeltaWeight + ((nint)(first + i) * rank), steps, rank) + Kernel.DeltaBias[first + i]
                : 0;
            gates[i] = exists ? Gate[begin + i] : 0;
        }

        for (var i = 0; i < ChannelsPerTile; i += TLanes.Count)
        {
            TLanes.Store(LaneMath<TLanes>.Softplus(TLanes.Load(deltas + i)), deltas + i);
            var z = TLanes.Load(gates + i);
            TLanes.Store(z * LaneMath<TLanes>.Sigmoid(z), gates + i);
        }

        for (var i = 0; i < count; i++)
        {
            var x = X[begin + i];
            var y = Advance(
                Kernel.States + ((begin + i) * size), Kernel.A + ((nint)(first + i) * size), b, c, size, deltas[i], deltas[i] * x);
            X[begin + i] = (y + (Kernel.Skip[first + i] * x)) * gates[i];
        }
    }

    private static float Advance(float* state, float* a, float* b, float* c, int size, float delta, float driven)
    {
        var (step, input, sums) = (TLanes.Broadcast(delta), TLanes.Broadcast(driven), TLanes.Zero);
        var n = 0;
        for (; n <= size - TLanes.Count; n += TLanes.Count)
        {
            var next = TLanes.MultiplyAdd(
                LaneMath<TLanes>.Exp(step * TLanes.Load(a + n)), TLanes.Load(state + n), input * TLanes.Load(b + n));
            TLanes.Store(next, state + n);
            sums = TLanes.MultiplyAdd(TLanes.Load(c + n), next, sums);
        }

        var sum = TLanes.Sum(sums);
        for (; n < size; n++)
        {
            state[n] = (MathF.Exp(delta * a[n]) * state[n]) + (driven * b[n]);
            sum += c[n] * state[n];
        }

        return sum;
    }
}
