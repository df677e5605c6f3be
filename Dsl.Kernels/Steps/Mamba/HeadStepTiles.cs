using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Steps;

/// <summary>The recurrence of one head of a sequence, all of whose channels have one decay: S ← e^{ΔA} S + Δ x Bᵀ, y = S C + D x.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal unsafe struct HeadStepTiles<TLanes> : ITiles
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Parameters and state.</summary>
    public Mamba2StepKernel Kernel;

    /// <summary>x, B and C, <c>[batch, convolved]</c>.</summary>
    public float* Active;

    /// <summary>Gates and Δ, <c>[batch, others]</c>.</summary>
    public float* Others;

    /// <summary>y; each row holds first the channels that are not scanned (linear), then y, <c>[batch, inner]</c>.</summary>
    public float* Mixed;

    /// <inheritdoc/>
    public readonly void Run(int tile)
    {
        var (sequence, head) = Math.DivRem(tile, Kernel.Heads);
        var (size, width) = (Kernel.StateSize, Kernel.HeadSize);
        var active = Active + ((nint)sequence * Kernel.Convolved);
        var b = active + Kernel.Scanned + ((nint)(head / (Kernel.Heads / Kernel.Groups)) * size);
        var c = b + ((nint)Kernel.Groups * size);
        var x = active + ((nint)head * width);
        var y = Mixed + ((nint)sequence * Kernel.Inner) + Kernel.Linear + ((nint)head * width);
        var state = Kernel.States + ((nint)tile * width * size);
        var step = LaneMath<TLanes>.Softplus(
            TLanes.Broadcast(Others[((nint)(sequence + 1) * Kernel.Others) - Kernel.Heads + head] + Kernel.DeltaBias[head]));
        step = TLanes.Min(TLanes.Broadcast(Kernel.GreatestDelta), TLanes.Max(TLanes.Broadcast(Kernel.LeastDelta), step));
        var decay = LaneMath<TLanes>.Exp(step * TLanes.Broadcast(Kernel.A[head]));
        for (nint channel = 0; channel < width; channel++)
        {
            var skip = Kernel.Skip[Kernel.SkipPerChannel ? ((nint)head * width) + channel : head];
            var sum = Advance(state + (channel * size), decay, step * TLanes.Broadcast(x[channel]), b, c, size);
            y[channel] = sum + (x[channel] * skip);
        }
    }

    private static float Advance(float* state, TLanes decay, TLanes driven, float* b, float* c, nint size)
    {
        var sums = TLanes.Zero;
        nint n = 0;
        for (; n <= size - TLanes.Count; n += TLanes.Count)
        {
            var next = TLanes.MultiplyAdd(decay, TLanes.Load(state + n), driven * TLanes.Load(b + n));
            TLanes.Store(next, state + n);
            sums = TLanes.MultiplyAdd(TLanes.Load(c + n), next, sums);
        }

        var sum = TLanes.Sum(sums);
        if (n == size)
        {
            return sum;
        }

        // All lanes are equal.
        var factors = stackalloc float[2 * TLanes.Count];
        TLanes.Store(decay, factors);
        TLanes.Store(driven, factors + TLanes.Count);
        for (; n < size; n++)
        {
            state[n] = (factors[0] * state[n]) + (factors[TLanes.Count] * b[n]);
            sum += c[n] * state[n];
        }

        return sum;
    }
}
