using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>
/// Elementwise loops over the registers of a chunk's positions, four at a time: memory after the last position is processed too, up to a
/// multiple of four.
/// </summary>
/// <typeparam name="TLanes">The register.</typeparam>
internal static unsafe class StepLoops<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Δ = Δ + bias and e^−|Δ|, from which softplus and its derivative are computed.</summary>
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

    /// <summary>Δ = softplus(Δ).</summary>
    [MethodImpl(HotLoop.Options)]
    public static void Softplus(int count, float* delta, float* exponentials)
    {
        // One register at a time: for the logarithm of four, the compiler would run out of registers.
        for (nint at = 0; at < count * TLanes.Count; at += TLanes.Count)
        {
            TLanes.Store(
                TLanes.Max(TLanes.Zero, TLanes.Load(delta + at)) + LaneMath<TLanes>.Log1p(TLanes.Load(exponentials + at)), delta + at);
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
}
