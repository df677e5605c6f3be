using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Recurrences;

/// <summary>
/// Gradients of one block of features from one sequence; the caller adds up the gradients of constants and skip connection over the batch.
/// </summary>
/// <typeparam name="TBlock">The systems.</typeparam>
/// <typeparam name="TLanes">The vector.</typeparam>
internal readonly unsafe struct SystemBackward<TBlock, TLanes> : ITiles
    where TBlock : struct, ISystemBlock<TBlock, TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>Sizes.</summary>
    public required ModeShape Shape { get; init; }

    /// <summary>The numbers.</summary>
    public required ModePointers Pointers { get; init; }

    /// <inheritdoc/>
    public void Run(int tile)
    {
        int lanes = TLanes.Count, rows = ModeShape.Chunk * lanes;
        var (index, sequence) = Math.DivRem(tile, Shape.Batch);
        int first = index * lanes, states = TBlock.States(Shape) * lanes;
        var fixedPart = TBlock.Floats(Shape) + states + (3 * rows) + lanes;
        var memory = Scratch.Floats(fixedPart + ((long)(Shape.Chunks + 1) * states));
        float* adjoint = memory + TBlock.Floats(Shape),
            u = adjoint + states,
            g = u + rows,
            forInputs = g + rows,
            forSkip = forInputs + rows,
            begin = forSkip + lanes;
        var start = (long)sequence * Shape.Length * Shape.Features;
        TLanes.Store(TLanes.Zero, forSkip);
        for (var direction = 0; direction < Shape.Directions; direction++)
        {
            var block = TBlock.Pack(Shape, Pointers, direction, first, memory);
            var at = new ChunkRows<TLanes>(first, Shape.Features, Shape.Length, direction == 1);
            block.Clear();
            new Span<float>(begin, states).Clear();
            for (var chunk = 0; chunk < Shape.Chunks; chunk++)
            {
                var next = begin + ((long)(chunk + 1) * states);
                new ReadOnlySpan<float>(begin + ((long)chunk * states), states).CopyTo(new Span<float>(next, states));
                at.ReadInputs(Pointers.Inputs + start, chunk * ModeShape.Chunk, u);
                block.Run(next, u, null, at.Count(chunk * ModeShape.Chunk));
            }

            new Span<float>(adjoint, states).Clear();
            for (var chunk = Shape.Chunks - 1; chunk >= 0; chunk--)
            {
                int from = chunk * ModeShape.Chunk, count = at.Count(from);
                at.ReadInputs(Pointers.Inputs + start, from, u);
                at.ReadOutputs(Pointers.Outputs + start, from, g);
                if (direction == 1)
                {
                    at.ReadInputs(Pointers.ForInputs + start, from, forInputs);
                }
                else
                {
                    Skip<TLanes>.Multiply(Pointers.Skip, first, Shape.Features, g, forInputs, count);
                    Skip<TLanes>.Accumulate(g, u, count, forSkip);
                }

                block.RunBack(begin + ((long)chunk * states), adjoint, u, g, forInputs, count);
                at.WriteInputs(forInputs, Pointers.ForInputs + start, from);
            }

            Store(
                block.Gradients,
                Pointers.ForConstants + ((((long)sequence * Shape.Directions) + direction) * Shape.Constants * Shape.Features),
                Shape.Constants,
                first);
        }

        Store(forSkip, Pointers.ForSkip + ((long)sequence * Shape.Features), 1, first);
    }

    private void Store(float* vectors, float* target, int count, int first)
    {
        var lanes = Math.Min(TLanes.Count, Shape.Features - first);
        for (var i = 0; i < count; i++)
        {
            new ReadOnlySpan<float>(vectors + ((long)i * TLanes.Count), lanes).CopyTo(
                new Span<float>(target + ((long)i * Shape.Features) + first, lanes));
        }
    }
}
