using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>
/// The loops of the backward pass over the positions of a chunk, for one register of channels and a group of states, which stay in
/// registers: forwards once more, then back. The first loop stores decays and states for the second, a register for each position, in the
/// innermost caches.
/// </summary>
/// <typeparam name="TLanes">The register.</typeparam>
/// <typeparam name="TInput">Form of B.</typeparam>
/// <typeparam name="TOutput">Form of C.</typeparam>
internal static unsafe class BackwardSteps<TLanes, TInput, TOutput>
    where TLanes : struct, ILanes<TLanes>
    where TInput : struct, IWeightForm
    where TOutput : struct, IWeightForm
{
    /// <summary>
    /// As <see cref="ForwardSteps{TLanes, TInput, TOutput}.Advance"/>, storing each position's decay and the state before it, then the
    /// final state.
    /// </summary>
    [MethodImpl(HotLoop.Options)]
    public static void AdvanceAndKeep(int count, in ChunkSteps steps, in StateGroup group, float* state, float* decays, float* states)
    {
        float* delta = steps.Delta, driven = steps.Driven, y = steps.Y, b = group.B, c = group.C;
        nint strideB = group.StrideB, strideC = group.StrideC;
        var powers = PowersOfTwo<TLanes>.Load();
        var rate = Interleaved<TLanes>.Load(group.Rates);
        var h = Interleaved<TLanes>.Load(state);
        Interleaved<TLanes>.Store(h, states);
        for (var l = 0; l < count; l++)
        {
            var decay = powers.Of(rate * TLanes.Load(delta));
            Interleaved<TLanes>.Store(decay, decays);
            h = Interleaved<TLanes>.MultiplyAdd(decay, h, TInput.Read<TLanes>(b) * TLanes.Load(driven));
            decays += Interleaved<TLanes>.Count;
            states += Interleaved<TLanes>.Count;
            Interleaved<TLanes>.Store(h, states);
            TLanes.Store(Interleaved<TLanes>.Dot(h, TOutput.Read<TLanes>(c), TLanes.Load(y)), y);
            delta += TLanes.Count;
            driven += TLanes.Count;
            y += TLanes.Count;
            b += strideB;
            c += strideC;
        }
    }

    /// <summary>
    /// Backwards over the decays and states that <see cref="AdvanceAndKeep"/> stored: g_l = C_l ∂y_l + e^{Δ_{l+1}A} g_{l+1}.
    /// </summary>
    /// <param name="count">Positions.</param>
    /// <param name="steps">Δ, Δu and ∂y of every position, and the gradients that this loop adds to.</param>
    /// <param name="group">The group.</param>
    /// <param name="decays">Decays of every position.</param>
    /// <param name="states">States before every position and after the last.</param>
    /// <param name="carry">The gradient with respect to the state after the chunk; becomes the gradient with respect to the state before
    /// the chunk.</param>
    /// <param name="forA">Gradient with respect to A of the group's registers, added to.</param>
    /// <param name="forB">Gradient with respect to B, a register of channels for each state, added to: one for every position, or a single
    /// one where positions share B.</param>
    /// <param name="forC">Gradient with respect to C, as <paramref name="forB"/>.</param>
    [MethodImpl(HotLoop.Options)]
    public static void Retreat(
        int count, in ChunkSteps steps, in StateGroup group, float* decays, float* states, float* carry, float* forA, float* forB,
        float* forC)
    {
        nint last = count - 1, registers = last * TLanes.Count, strideB = group.StrideB, strideC = group.StrideC;
        float* delta = steps.Delta + registers, driven = steps.Driven + registers, dy = steps.ForOutput + registers;
        float* throughInput = steps.ThroughInput + registers, throughRate = steps.ThroughRate + registers;
        float* b = group.B + (last * strideB), c = group.C + (last * strideC);
        nint stepB = TInput.PerPosition ? Interleaved<TLanes>.Count : 0, stepC = TOutput.PerPosition ? Interleaved<TLanes>.Count : 0;
        forB += last * stepB;
        forC += last * stepC;
        decays += last * Interleaved<TLanes>.Count;
        states += last * Interleaved<TLanes>.Count;
        var rate = Interleaved<TLanes>.Load(group.Rates);
        var later = Interleaved<TLanes>.Load(carry);
        var sumA = Interleaved<TLanes>.Load(forA);
        var after = Interleaved<TLanes>.Load(states + Interleaved<TLanes>.Count);
        for (; last >= 0; last--)
        {
            var output = TLanes.Load(dy);
            var g = Interleaved<TLanes>.MultiplyAdd(TOutput.Read<TLanes>(c), output, later);
            Interleaved<TLanes>.Store(Interleaved<TLanes>.MultiplyAdd(after, output, Interleaved<TLanes>.Load(forC)), forC);
            Interleaved<TLanes>.Store(
                Interleaved<TLanes>.MultiplyAdd(g, TLanes.Load(driven), Interleaved<TLanes>.Load(forB)), forB);
            TLanes.Store(Interleaved<TLanes>.Dot(g, TInput.Read<TLanes>(b), TLanes.Load(throughInput)), throughInput);

            // The gradient with respect to the exponent Δ_l A is g_l e^{Δ_l A} h_{l−1}.
            later = Interleaved<TLanes>.Load(decays) * g;
            after = Interleaved<TLanes>.Load(states);
            var exponent = later * after;
            TLanes.Store(Interleaved<TLanes>.Dot(exponent, rate, TLanes.Load(throughRate)), throughRate);
            sumA = Interleaved<TLanes>.MultiplyAdd(exponent, TLanes.Load(delta), sumA);
            delta -= TLanes.Count;
            driven -= TLanes.Count;
            dy -= TLanes.Count;
            throughInput -= TLanes.Count;
            throughRate -= TLanes.Count;
            b -= strideB;
            c -= strideC;
            forB -= stepB;
            forC -= stepC;
            decays -= Interleaved<TLanes>.Count;
            states -= Interleaved<TLanes>.Count;
        }

        Interleaved<TLanes>.Store(later, carry);
        Interleaved<TLanes>.Store(sumA, forA);
    }
}
