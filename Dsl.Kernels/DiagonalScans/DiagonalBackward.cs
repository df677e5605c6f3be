using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.DiagonalScans;

/// <summary>
/// Gradients of a group of modes of one sequence, in all directions. The caller adds up the gradients of the factors over the batch.
/// </summary>
internal readonly unsafe struct DiagonalBackward : ILaneTiles
{
    /// <summary>Sizes.</summary>
    public required DiagonalShape Shape { get; init; }

    /// <summary>Of <see cref="DiagonalFactors"/>.</summary>
    public required float* Factors { get; init; }

    /// <summary>States x, complex <c>[batch, length, directions, modes]</c>.</summary>
    public required float* States { get; init; }

    /// <summary>The states before the first input, complex <c>[batch, modes]</c>; null: zeros.</summary>
    public required float* Initial { get; init; }

    /// <summary>Gradients of the states, in the layout of the states.</summary>
    public required float* ForStates { get; init; }

    /// <summary>Receives the inputs' gradients, complex <c>[batch, length, modes]</c>.</summary>
    public required float* ForInputs { get; init; }

    /// <summary>Receives the gradients of the initial states, complex <c>[batch, modes]</c>; null: not needed.</summary>
    public required float* ForInitial { get; init; }

    /// <summary>Receives Σ h_l conj(x_{l−1}), complex128 <c>[batch, directions, modes]</c>.</summary>
    public required double* Sums { get; init; }

    /// <inheritdoc/>
    public int Count(int lanes) => Shape.Batch * Shape.Groups(lanes);

    /// <inheritdoc/>
    public void Run<TLanes>(int tile)
        where TLanes : struct, ILanes<TLanes>
    {
        int lanes = TLanes.Count, all = DiagonalShape.Registers * lanes;
        var (sequence, group) = Math.DivRem(tile, Shape.Groups(lanes));
        int first = group * all, count = Math.Min(all, Shape.Floats - first);
        float* state = stackalloc float[all],
            initial = stackalloc float[all],
            rows = stackalloc float[((3 * DiagonalShape.Chunk) + DiagonalShape.Registers) * lanes];
        var sums = stackalloc double[2 * all];
        if (Initial == null)
        {
            new Span<float>(initial, all).Clear();
        }
        else
        {
            LaneRows<TLanes>.Copy(initial, Initial + ((nint)sequence * Shape.Floats) + first, count, all);
        }

        for (var direction = 0; direction < Shape.Directions; direction++)
        {
            new Span<float>(state, all).Clear();
            new Span<double>(sums, 2 * all).Clear();
            nint vStep = -Shape.Floats, xStep = vStep * Shape.Directions, last = Shape.Length - 1;
            if (direction == 1)
            {
                (vStep, xStep, last) = (-vStep, -xStep, 0);
            }

            nint at = ((nint)sequence * Shape.Length) + last,
                start = (at * Shape.Directions * Shape.Floats) + (direction * Shape.Floats) + first;
            float* v = ForInputs + (at * Shape.Floats) + first, g = ForStates + start, x = States + start;
            for (int left = Shape.Length - 1, positions; left > 0; left -= positions)
            {
                positions = Math.Min(DiagonalShape.Chunk, left);
                Walk<TLanes>(state, sums, g, xStep, x + xStep, v, vStep, rows, direction == 1, first, count, positions);
                g += positions * xStep;
                x += positions * xStep;
                v += positions * vStep;
            }

            Walk<TLanes>(state, sums, g, xStep, initial, v, vStep, rows, direction == 1, first, count, 1);
            StoreSums<TLanes>(sums, Sums + ((((nint)sequence * Shape.Directions) + direction) * Shape.Floats) + first, count);
        }

        if (ForInitial == null)
        {
            return;
        }

        // One position more, at which there is no incoming gradient.
        new Span<float>(rows, all).Clear();
        new Span<float>(initial, all).Clear();
        Walk<TLanes>(state, sums, initial, 0, initial, rows, 0, rows + all, false, first, count, 1);
        new ReadOnlySpan<float>(rows, count).CopyTo(new Span<float>(ForInitial + ((nint)sequence * Shape.Floats) + first, count));
    }

    private void Walk<TLanes>(
        float* state,
        double* sums,
        float* g,
        nint step,
        float* x,
        float* v,
        nint vStep,
        float* rows,
        bool adds,
        int first,
        int count,
        int positions)
        where TLanes : struct, ILanes<TLanes>
    {
        var lanes = TLanes.Count;
        var factors = Factors + ((nint)first * DiagonalFactors.Rows);
        for (var at = 0; at < count; at += lanes)
        {
            var constants = factors + ((nint)at * DiagonalFactors.Rows);
            var few = count - at;
            if (few >= 2 * lanes)
            {
                ScanLoops<TLanes>.BackwardTwo(constants, state + at, sums + (2 * at), g + at, step, x + at, v + at, vStep, adds, positions);
                at += lanes;
                continue;
            }

            if (few >= lanes)
            {
                ScanLoops<TLanes>.Backward(constants, state + at, sums + (2 * at), g + at, step, x + at, v + at, vStep, adds, positions);
                continue;
            }

            float* past = rows + (DiagonalShape.Chunk * lanes), made = past + (DiagonalShape.Chunk * lanes);
            for (var t = 0; t < positions; t++)
            {
                LaneRows<TLanes>.Copy(rows + (t * lanes), g + at + (t * step), few, lanes);
                LaneRows<TLanes>.Copy(past + (t * lanes), x + at + (t * step), few, lanes);
                if (adds)
                {
                    LaneRows<TLanes>.Copy(made + (t * lanes), v + at + (t * vStep), few, lanes);
                }
            }

            ScanLoops<TLanes>.Backward(constants, state + at, sums + (2 * at), rows, lanes, past, made, lanes, adds, positions);
            for (var t = 0; t < positions; t++)
            {
                new ReadOnlySpan<float>(made + (t * lanes), few).CopyTo(new Span<float>(v + at + (t * vStep), few));
            }
        }
    }

    // h x̄ = hᵣxᵣ + hᵢxᵢ + i (hᵢxᵣ − hᵣxᵢ).
    private static void StoreSums<TLanes>(double* sums, double* target, int count)
        where TLanes : struct, ILanes<TLanes>
    {
        var lanes = TLanes.Count;
        for (var i = 0; i < count; i += 2)
        {
            double* straight = sums + (2 * (i / lanes) * lanes) + (i % lanes), crossed = straight + lanes;
            (target[i], target[i + 1]) = (straight[0] + straight[1], crossed[1] - crossed[0]);
        }
    }
}
