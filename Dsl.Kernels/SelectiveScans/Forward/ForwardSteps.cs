using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>
/// The recurrence over the positions of a chunk, for one register of channels and a group of states, which stay in registers.
/// </summary>
/// <typeparam name="TLanes">The register.</typeparam>
/// <typeparam name="TInput">Form of B.</typeparam>
/// <typeparam name="TOutput">Form of C.</typeparam>
internal static unsafe class ForwardSteps<TLanes, TInput, TOutput>
    where TLanes : struct, ILanes<TLanes>
    where TInput : struct, IWeightForm
    where TOutput : struct, IWeightForm
{
    /// <summary>Adds the group's outputs to <see cref="ChunkSteps.Y"/> and leaves the states after the chunk.</summary>
    /// <param name="count">Positions.</param>
    /// <param name="steps">Δ and Δu of every position, and the outputs, to which this loop adds the sum over the states.</param>
    /// <param name="group">The group.</param>
    /// <param name="state">The group's states before the chunk; become the states after the chunk.</param>
    [MethodImpl(HotLoop.Options)]
    public static void Advance(int count, in ChunkSteps steps, in StateGroup group, float* state)
    {
        float* delta = steps.Delta, driven = steps.Driven, y = steps.Y, b = group.B, c = group.C;
        nint strideB = group.StrideB, strideC = group.StrideC;
        var powers = PowersOfTwo<TLanes>.Load();
        var rate = Interleaved<TLanes>.Load(group.Rates);
        var h = Interleaved<TLanes>.Load(state);
        for (var l = 0; l < count; l++)
        {
            var decay = powers.Of(rate * TLanes.Load(delta));
            h = Interleaved<TLanes>.MultiplyAdd(decay, h, TInput.Read<TLanes>(b) * TLanes.Load(driven));
            TLanes.Store(Interleaved<TLanes>.Dot(h, TOutput.Read<TLanes>(c), TLanes.Load(y)), y);
            delta += TLanes.Count;
            driven += TLanes.Count;
            y += TLanes.Count;
            b += strideB;
            c += strideC;
        }

        Interleaved<TLanes>.Store(h, state);
    }
}
