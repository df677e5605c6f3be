using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>A scan forwards: step sizes, recurrence, skip and gate in one pass over the operands.</summary>
/// <typeparam name="TLanes">The register.</typeparam>
/// <typeparam name="TInput">Form of B.</typeparam>
/// <typeparam name="TOutput">Form of C.</typeparam>
/// <param name="operands">Operands that are read.</param>
/// <param name="results">Arrays that are written.</param>
internal readonly unsafe struct ScanForward<TLanes, TInput, TOutput>(ScanOperands operands, ScanResults results) : ITiles
    where TLanes : struct, ILanes<TLanes>
    where TInput : struct, IWeightForm
    where TOutput : struct, IWeightForm
{
    /// <inheritdoc/>
    public void Run(int tile)
    {
        ref readonly var shape = ref operands.Shape;
        var place = shape.Tile(tile);
        var (packed, each) = (ScanPack<TLanes>.Floats(shape), ScanPack<TLanes>.Floats(shape) + shape.StateFloats);
        var (forWeights, forVectors) = (ChunkWeights.Floats(shape), place.Count * each);
        var memory = Scratch.Floats(forVectors + forWeights + ChunkSteps.ForwardFloats(shape));
        var steps = new ChunkSteps(memory + forVectors + forWeights, shape);
        for (var i = 0; i < place.Count; i++)
        {
            var (channel, width) = shape.Channels(place, i);
            ScanPack<TLanes>.Pack(operands, channel, width, memory + (i * each));
            ScanPack<TLanes>.Initial(operands, place.Sequence, channel, width, memory + (i * each) + packed);
        }

        var end = operands.End(place.Sequence);
        for (var from = 0; from < end; from += shape.Chunk)
        {
            var count = int.Min(shape.Chunk, end - from);
            var weights = new ChunkWeights(operands, place.Sequence, place.Run, from, count, memory + forVectors);
            for (var i = 0; i < place.Count; i++)
            {
                Chunk(place, i, from, count, weights.Group(memory + (i * each), shape), memory + (i * each) + packed, steps);
            }
        }

        for (var i = 0; i < place.Count; i++)
        {
            var (channel, width) = shape.Channels(place, i);
            new ScanEnds<TLanes>(operands, place.Sequence, channel, width).Clear(results.Output, end);
            Channels<TLanes>.Unpack(
                memory + (i * each) + packed, width, shape.Size, results.LastState + shape.State(place.Sequence, channel));
        }
    }

    private void Chunk(in ScanTile place, int i, int from, int count, in StateGroup first, float* state, in ChunkSteps steps)
    {
        ref readonly var shape = ref operands.Shape;
        var (channel, width) = shape.Channels(place, i);
        if (results.Checkpoints is not null)
        {
            var kept = results.Checkpoints + shape.Checkpoint(place.Sequence, from, place.Run, place.First + i);
            Unsafe.CopyBlockUnaligned(kept, state, (uint)(shape.StateFloats * sizeof(float)));
        }

        var ends = new ScanEnds<TLanes>(operands, place.Sequence, channel, width);
        ends.Enter(steps, from, count);
        for (var n = 0; n < shape.PaddedSize; n += StateGroup.States)
        {
            ForwardSteps<TLanes, TInput, TOutput>.Advance(
                count, steps, first.Skip<TInput, TOutput>(n, TLanes.Count), state + (n * TLanes.Count));
        }

        ends.Leave(steps, from, count, results.Output);
    }
}
