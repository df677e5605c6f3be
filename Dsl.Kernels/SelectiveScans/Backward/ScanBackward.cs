using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>
/// The gradients of a scan, chunk by chunk from the end: the chunk's states are computed again from the kept state at its start, then the
/// recurrence of the gradients runs over them.
/// </summary>
/// <typeparam name="TLanes">The register.</typeparam>
/// <typeparam name="TInput">Form of B.</typeparam>
/// <typeparam name="TOutput">Form of C.</typeparam>
/// <param name="operands">Operands that are read.</param>
/// <param name="incoming">The gradients with respect to the results, and the kept states.</param>
/// <param name="gradients">Arrays that are written.</param>
internal readonly unsafe struct ScanBackward<TLanes, TInput, TOutput>(
    ScanOperands operands, ScanResults incoming, ScanGradients gradients) : ITiles
    where TLanes : struct, ILanes<TLanes>
    where TInput : struct, IWeightForm
    where TOutput : struct, IWeightForm
{
    /// <inheritdoc/>
    public void Run(int tile)
    {
        ref readonly var shape = ref operands.Shape;
        var place = shape.Tile(tile);
        var memory = new BackwardMemory(Scratch.Floats(BackwardMemory.Floats(shape, place.Count)), shape, place.Count);
        for (var i = 0; i < place.Count; i++)
        {
            Begin(place, i, memory.Vector(i));
        }

        var end = operands.End(place.Sequence);
        for (var chunk = ((end + shape.Chunk - 1) / shape.Chunk) - 1; chunk >= 0; chunk--)
        {
            Chunk(place, chunk * shape.Chunk, int.Min(shape.Chunk, end - (chunk * shape.Chunk)), memory);
        }

        for (var i = 0; i < place.Count; i++)
        {
            Finish(place, i, end, memory.Vector(i));
        }

        ClearWeights(place, end);
    }

    private static void Clear(float* target, int count) => new Span<float>(target, count).Clear();

    private static ScanEnds<TLanes> Ends(in ScanOperands operands, in ScanTile place, int i)
    {
        var (channel, width) = operands.Shape.Channels(place, i);
        return new ScanEnds<TLanes>(operands, place.Sequence, channel, width);
    }

    private void Begin(in ScanTile place, int i, in BackwardVector vector)
    {
        ref readonly var shape = ref operands.Shape;
        var (channel, width) = shape.Channels(place, i);
        ScanPack<TLanes>.Pack(operands, channel, width, vector.Packed);
        Channels<TLanes>.Pack(
            incoming.LastState + shape.State(place.Sequence, channel), width, shape.Size, shape.PaddedSize, 1, vector.Carry);
        vector.ClearSums();
    }

    private void Chunk(in ScanTile place, int from, int count, in BackwardMemory memory)
    {
        for (var i = 0; i < place.Count; i++)
        {
            Ends(operands, place, i).EnterBackwards(memory.Vector(i).Steps, from, count, incoming.Output);
        }

        var weights = new ChunkWeights(operands, place.Sequence, place.Run, from, count, memory.Weights);
        for (var n = 0; n < operands.Shape.PaddedSize; n += StateGroup.States)
        {
            States(place, from, count, n, weights, memory);
        }

        for (var i = 0; i < place.Count; i++)
        {
            var vector = memory.Vector(i);
            Ends(operands, place, i).LeaveBackwards(vector.Steps, from, count, gradients, vector.ForSkip, vector.ForBias);
        }
    }

    private void States(in ScanTile place, int from, int count, int n, in ChunkWeights weights, in BackwardMemory memory)
    {
        ref readonly var shape = ref operands.Shape;
        var (first, sums) = ((nint)n * TLanes.Count, count * Interleaved<TLanes>.Count);
        Clear(memory.SumB, TInput.PerPosition ? sums : 0);
        Clear(memory.SumC, TOutput.PerPosition ? sums : 0);
        for (var i = 0; i < place.Count; i++)
        {
            var vector = memory.Vector(i);
            var group = weights.Group(vector.Packed, shape).Skip<TInput, TOutput>(n, TLanes.Count);
            var kept = incoming.Checkpoints + shape.Checkpoint(place.Sequence, from, place.Run, place.First + i);
            BackwardSteps<TLanes, TInput, TOutput>.AdvanceAndKeep(count, vector.Steps, group, kept + first, memory.Decays, memory.States);
            BackwardSteps<TLanes, TInput, TOutput>.Retreat(
                count,
                vector.Steps,
                group,
                memory.Decays,
                memory.States,
                vector.Carry + first,
                vector.ForA + first,
                TInput.PerPosition ? memory.SumB : vector.ForB + first,
                TOutput.PerPosition ? memory.SumC : vector.ForC + first);
        }

        if (TInput.PerPosition)
        {
            AddChannels(memory.SumB, count, gradients.B + Share(place, from) + n);
        }

        if (TOutput.PerPosition)
        {
            AddChannels(memory.SumC, count, gradients.C + Share(place, from) + n);
        }
    }

    [MethodImpl(HotLoop.Options)]
    private void AddChannels(float* sums, int count, float* target)
    {
        var stride = (nint)operands.Shape.Runs * operands.Shape.PaddedSize;
        for (nint l = 0; l < count; l++)
        {
            Interleaved<TLanes>.StoreSums(Interleaved<TLanes>.Load(sums + (l * Interleaved<TLanes>.Count)), target + (l * stride));
        }
    }

    private void Finish(in ScanTile place, int i, int end, in BackwardVector vector)
    {
        ref readonly var shape = ref operands.Shape;
        var (channel, width) = shape.Channels(place, i);
        var (states, channels) = (shape.State(place.Sequence, channel), ((nint)place.Sequence * shape.Features) + channel);
        Channels<TLanes>.Unpack(vector.ForA, width, shape.Size, gradients.A + states);
        Channels<TLanes>.Unpack(vector.Carry, width, shape.Size, gradients.Initial + states);
        Channels<TLanes>.Store(TLanes.Load(vector.ForBias), gradients.DeltaBias + channels, width);
        Channels<TLanes>.Store(TLanes.Load(vector.ForSkip), gradients.D + channels, width);
        if (!TInput.PerPosition)
        {
            Channels<TLanes>.Unpack(vector.ForB, width, shape.Size, gradients.B + states);
        }

        if (!TOutput.PerPosition)
        {
            Channels<TLanes>.Unpack(vector.ForC, width, shape.Size, gradients.C + states);
        }

        var ends = Ends(operands, place, i);
        ends.Clear(gradients.U, end);
        ends.Clear(gradients.Delta, end);
        ends.Clear(gradients.Z, end);
    }

    private void ClearWeights(in ScanTile place, int end)
    {
        ref readonly var shape = ref operands.Shape;
        for (var l = end; l < shape.Length; l++)
        {
            Clear(gradients.B + Share(place, l), TInput.PerPosition ? shape.PaddedSize : 0);
            Clear(gradients.C + Share(place, l), TOutput.PerPosition ? shape.PaddedSize : 0);
        }
    }

    private nint Share(in ScanTile place, int position)
    {
        ref readonly var shape = ref operands.Shape;
        var at = ((((nint)place.Block * shape.Batch) + place.Sequence) * shape.Length) + position;
        return ((at * shape.Runs) + place.Run) * shape.PaddedSize;
    }
}
