using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>
/// Elementwise loops of the backward pass over the registers of a chunk's positions, as <see cref="StepLoops{TLanes}"/>.
/// </summary>
/// <typeparam name="TLanes">The register.</typeparam>
internal static unsafe class BackwardLoops<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    private static Interleaved<TLanes> One => Interleaved<TLanes>.Broadcast(1);

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
    /// From z and the gradient with respect to the gated outputs: the factor of the outputs in the gradient with respect to z, and the
    /// gradient with respect to the outputs before the gate.
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

    /// <summary>Combines the sums of the recurrence into the gradients with respect to u, Δ and z (<see cref="ChunkSteps"/>).</summary>
    [MethodImpl(HotLoop.Options)]
    public static void Finish(int count, TLanes skip, in ChunkSteps steps)
    {
        float* delta = steps.Delta, y = steps.Y, gate = steps.Gate, input = steps.Input, forOutput = steps.ForOutput, slope = steps.Slope;
        float* throughInput = steps.ThroughInput, throughRate = steps.ThroughRate;
        var ln2 = Interleaved<TLanes>.Broadcast(ScanPack<TLanes>.Ln2);
        for (nint at = 0; at < count * TLanes.Count; at += Interleaved<TLanes>.Count)
        {
            var forDriven = Interleaved<TLanes>.Load(throughInput + at);
            var forDelta = Interleaved<TLanes>.MultiplyAdd(
                Interleaved<TLanes>.Load(throughRate + at), ln2, forDriven * Interleaved<TLanes>.Load(input + at));
            var skipped = Interleaved<TLanes>.Load(forOutput + at) * skip;
            Interleaved<TLanes>.Store(
                Interleaved<TLanes>.MultiplyAdd(forDriven, Interleaved<TLanes>.Load(delta + at), skipped), throughInput + at);
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
