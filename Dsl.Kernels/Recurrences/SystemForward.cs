using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Recurrences;

/// <summary>Runs the systems of one block of features over one sequence.</summary>
/// <typeparam name="TBlock">The systems.</typeparam>
/// <typeparam name="TLanes">The vector.</typeparam>
internal readonly unsafe struct SystemForward<TBlock, TLanes> : ITiles
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
        float* memory = Scratch.Floats(TBlock.Floats(Shape) + states + (2 * rows)), state = memory + TBlock
            .Floats(Shape), u = state + states, y = u + rows;
        var start = (long)sequence * Shape.Length * Shape.Features;
        for (var direction = 0; direction < Shape.Directions; direction++)
        {
            var block = TBlock.Pack(Shape, Pointers, direction, first, memory);
            var at = new ChunkRows<TLanes>(first, Shape.Features, Shape.Length, direction == 1);
            new Span<float>(state, states).Clear();
            for (var from = 0; from < Shape.Length; from += ModeShape.Chunk)
            {
                at.ReadInputs(Pointers.Inputs + start, from, u);
                if (direction == 1)
                {
                    at.ReadOutputs(Pointers.Outputs + start, from, y);
                }
                else
                {
                    Skip<TLanes>.Multiply(Pointers.Skip, first, Shape.Features, u, y, at.Count(from));
                }

                block.Run(state, u, y, at.Count(from));
                at.WriteOutputs(y, Pointers.Outputs + start, from);
            }
        }
    }
}
