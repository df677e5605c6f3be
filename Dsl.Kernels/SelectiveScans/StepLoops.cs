using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>
/// Elementwise loops over the registers of a chunk's positions, four at a time: what lies behind the last position is worked on too, up to
/// a multiple of four.
/// </summary>
/// <typeparam name="TLanes">The register.</typeparam>
internal static unsafe class StepLoops<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    private static Interleaved<TLanes> One => Interleaved<TLanes>.Broadcast(1);

    /// <summary>Δ = Δ + bias and e^−|Δ|, of which softplus and its derivative are made.</summary>
    [MethodImpl(HotLoop.Options)]
    public static void Exponentials(int count, TLanes bias, float* delta, float* exponentials)
    {
        for (nint at = 0; at < count * TLanes.Count; at += Interleaved<TLanes>.Count)
        {
            var x = Interleaved<TLanes>.Load(delta + at) + bias;
            Interleaved<TLanes>.Store(x, delta + at);
            Interleaved<TLanes>.Store(LaneMath<Interleaved<TLanes>>.Exp(-Interleaved<TLanes>.Abs(x)), exponentials + at);
        }
    }

    /// <summary>The derivative of softplus(Δ).</summary>
    [MethodImpl(HotLoop.Options)]
    public static void Slope(int count, float* delta, float* exponentials, float* slope)
    {
        for (nint at = 0; at < count * TLanes.Count; at += Interleaved<TLanes>.Count)
        {
            var (x, e) = (Interleaved<TLanes>.Load(delta + at), Interleaved<TLanes>.Load(exponentials + at));
            Interleaved<TLanes>.Store(Interleaved<TLanes>.WhereLess(x, Interleaved<TLanes>.Zero, e, One) / (One + e), slope + at);
        }
    }

    /// <summary>Δ = softplus(Δ).</summary>
    [MethodImpl(HotLoop.Options)]
    public static void Softplus(int count, float* delta, float* exponentials)
    {
        // The logarithm of four registers at once is more than the compiler keeps in registers.
        for (nint at = 0; at < count * TLanes.Count; at += TLanes.Count)
        {
            TLanes.Store(TLanes.Max(TLanes.Zero, TLanes.Load(delta + at)) + LaneMath<TLanes>.Log1p(TLanes.Load(exponentials + at)), delta + at);
        }
    }

    /// <summary>Δ = Δ + bias, whose derivative is 1.</summary>
    [MethodImpl(HotLoop.Options)]
    public static void Bias(int count, TLanes bias, float* delta)
    {
        for (var end = delta + (count * TLanes.Count); delta < end; delta += Interleaved<TLanes>.Count)
        {
            Interleaved<TLanes>.Store(Interleaved<TLanes>.Load(delta) + bias, delta);
        }
    }

    /// <summary>Δu and the skipped inputs Du.</summary>
    [MethodImpl(HotLoop.Options)]
    public static void Drive(int count, TLanes skip, float* input, float* delta, float* driven, float* y)
    {
        for (nint at = 0; at < count * TLanes.Count; at += Interleaved<TLanes>.Count)
        {
            var u = Interleaved<TLanes>.Load(input + at);
            Interleaved<TLanes>.Store(u * Interleaved<TLanes>.Load(delta + at), driven + at);
            Interleaved<TLanes>.Store(u * skip, y + at);
        }
    }

    /// <summary>y = y · SiLU(z).</summary>
    [MethodImpl(HotLoop.Options)]
    public static void Gate(int count, float* z, float* y)
    {
        for (var end = y + (count * TLanes.Count); y < end; y += Interleaved<TLanes>.Count, z += Interleaved<TLanes>.Count)
        {
            var gate = Interleaved<TLanes>.Load(z);
            Interleaved<TLanes>.Store(Interleaved<TLanes>.Load(y) * gate * LaneMath<Interleaved<TLanes>>.Sigmoid(gate), y);
        }
    }

    /// <summary>σ(z).</summary>
    [MethodImpl(HotLoop.Options)]
    public static void Sigmoid(int count, float* z, float* sigmoid)
    {
        for (nint at = 0; at < count * TLanes.Count; at += Interleaved<TLanes>.Count)
        {
            Interleaved<TLanes>.Store(LaneMath<Interleaved<TLanes>>.Sigmoid(Interleaved<TLanes>.Load(z + at)), sigmoid + at);
        }
    }

    /// <summary>
    /// From z and the gradient by the gated outputs: what the outputs are multiplied with for the gradient by z, and the gradient by them.
    /// </summary>
    [MethodImpl(HotLoop.Options)]
    public static void GateBackwards(int count, float* sigmoid, float* z, float* forOutput)
    {
        for (nint at = 0; at < count * TLanes.Count; at += Interleaved<TLanes>.Count)
        {
            // SiLU'(z) = σ(z) (1 + z (1 − σ(z))).
            var (gate, s) = (Interleaved<TLanes>.Load(z + at), Interleaved<TLanes>.Load(sigmoid + at));
            var gradient = Interleaved<TLanes>.Load(forOutput + at) * s;
            Interleaved<TLanes>.Store(gradient * Interleaved<TLanes>.MultiplyAdd(gate, One - s, One), z + at);
            Interleaved<TLanes>.Store(gradient * gate, forOutput + at);
        }
    }

    /// <summary>Gathers what the recurrence left into the gradients by u, by Δ and by z (<see cref="ChunkSteps"/>).</summary>
    [MethodImpl(HotLoop.Options)]
    public static void Finish(int count, TLanes skip, in ChunkSteps steps)
    {
        float* delta = steps.Delta, y = steps.Y, gate = steps.Gate, input = steps.Input, forOutput = steps.ForOutput, slope = steps.Slope;
        float* throughInput = steps.ThroughInput, throughRate = steps.ThroughRate;
        var ln2 = Interleaved<TLanes>.Broadcast(ScanPack<TLanes>.Ln2);
        for (nint at = 0; at < count * TLanes.Count; at += Interleaved<TLanes>.Count)
        {
            var forDriven = Interleaved<TLanes>.Load(throughInput + at);
            var forDelta = Interleaved<TLanes>.MultiplyAdd(Interleaved<TLanes>.Load(throughRate + at), ln2, forDriven * Interleaved<TLanes>.Load(input + at));
            var skipped = Interleaved<TLanes>.Load(forOutput + at) * skip;
            Interleaved<TLanes>.Store(Interleaved<TLanes>.MultiplyAdd(forDriven, Interleaved<TLanes>.Load(delta + at), skipped), throughInput + at);
            Interleaved<TLanes>.Store(forDelta * Interleaved<TLanes>.Load(slope + at), throughRate + at);
            Interleaved<TLanes>.Store(Interleaved<TLanes>.Load(gate + at) * Interleaved<TLanes>.Load(y + at), gate + at);
        }
    }

    /// <summary>One value everywhere.</summary>
    public static void Fill(int count, float value, float* target) => new Span<float>(target, count * TLanes.Count).Fill(value);

    /// <summary>sum + Σ values over the positions.</summary>
    [MethodImpl(HotLoop.Options)]
    public static void Add(int count, float* values, float* sum)
    {
        var total = TLanes.Load(sum);
        for (var end = values + (count * TLanes.Count); values < end; values += TLanes.Count)
        {
            total += TLanes.Load(values);
        }

        TLanes.Store(total, sum);
    }

    /// <summary>sum + Σ left · right over the positions.</summary>
    [MethodImpl(HotLoop.Options)]
    public static void AddProducts(int count, float* left, float* right, float* sum)
    {
        var total = TLanes.Load(sum);
        for (nint at = 0; at < count * TLanes.Count; at += TLanes.Count)
        {
            total = TLanes.MultiplyAdd(TLanes.Load(left + at), TLanes.Load(right + at), total);
        }

        TLanes.Store(total, sum);
    }
}
