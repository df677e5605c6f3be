using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Steps;

/// <summary>
/// One step of some features' systems of a sequence, in place: v = E∘x − P(P*x) + s B u, x ← D∘(v − P(R v)), y = Re(C x) + skip · u.
/// Without P and D that is the diagonal recurrence.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal unsafe struct RecurrenceStepTiles<TLanes> : ITiles
    where TLanes : struct, ILanes<TLanes>
{
    private const int FeaturesPerTile = 64;

    /// <summary>Parameters and state.</summary>
    public RecurrenceStepKernel Kernel;

    /// <summary>How many tiles there are.</summary>
    public readonly int Count => Kernel.Batch * TilesPerSequence;

    private readonly int TilesPerSequence => (Kernel.Features + FeaturesPerTile - 1) / FeaturesPerTile;

    /// <inheritdoc/>
    public readonly void Run(int tile)
    {
        var (sequence, block) = Math.DivRem(tile, TilesPerSequence);
        var end = Math.Min(Kernel.Features, (block + 1) * FeaturesPerTile);
        for (nint feature = block * FeaturesPerTile; feature < end; feature++)
        {
            var at = ((nint)sequence * Kernel.Features) + feature;
            Kernel.Outputs[at] = Step(feature, Kernel.States + (at * Kernel.Floats), Kernel.Inputs[at]);
        }
    }

    private readonly float Step(nint feature, float* state, float input)
    {
        nint floats = Kernel.Floats, first = feature * floats, distance = Kernel.Features * floats;
        var factors = stackalloc float[Math.Max(1, Kernel.Rank)];
        for (var row = 0; row < Kernel.Rank; row++)
        {
            // P*x, both halves of each conjugate pair: the parts are multiplied as they lie.
            factors[row] = -2 * LaneRows<TLanes>.DotNarrow(Kernel.P + (row * distance) + first, state, floats);
        }

        ComplexRows<TLanes>.Multiply(Kernel.StateFactors + first, state, state, floats);
        LaneRows<TLanes>.AddScaled(state, factors, Kernel.P + first, distance, Kernel.Rank, floats);
        var driven = Kernel.InputScale * input;
        LaneRows<TLanes>.AddScaled(state, &driven, Kernel.B + first, 0, 1, floats);
        if (Kernel.ImplicitFactors is not null)
        {
            for (var row = 0; row < Kernel.Rank; row++)
            {
                factors[row] = -2 * ComplexRows<TLanes>.RealDot(Kernel.R + (row * distance) + first, state, floats);
            }

            LaneRows<TLanes>.AddScaled(state, factors, Kernel.P + first, distance, Kernel.Rank, floats);
            ComplexRows<TLanes>.Multiply(Kernel.ImplicitFactors + first, state, state, floats);
        }

        return ComplexRows<TLanes>.RealDot(Kernel.C + first, state, floats) + (Kernel.Skip[feature] * input);
    }
}
