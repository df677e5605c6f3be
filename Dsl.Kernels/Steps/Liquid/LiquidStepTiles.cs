using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Steps;

/// <summary>
/// One step of some features' liquid systems of a sequence, in place. Exact: x ← (Ā + B̄ u) ∘ x + B̄ u. Else x ← Ā ∘ x + B̄ u, to which KB
/// adds B̄^p s_p for the products s_p of the last p inputs; PB weighs the sums of these. y = Re(2 C x) + skip · u.
/// </summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal unsafe struct LiquidStepTiles<TLanes> : ITiles
    where TLanes : struct, ILanes<TLanes>
{
    private const int FeaturesPerTile = 64;

    /// <summary>Parameters and state.</summary>
    public LiquidStepKernel Kernel;

    /// <summary>How many tiles there are.</summary>
    public readonly int Count => Kernel.Batch * TilesPerSequence;

    private readonly int TilesPerSequence => (Kernel.Features + FeaturesPerTile - 1) / FeaturesPerTile;

    /// <inheritdoc/>
    public readonly void Run(int tile)
    {
        var (sequence, block) = Math.DivRem(tile, TilesPerSequence);
        var end = Math.Min(Kernel.Features, (block + 1) * FeaturesPerTile);
        var transition = Kernel.Form == LiquidTerms.Exact ? Scratch.Floats(Kernel.Floats) : null;
        for (nint feature = block * FeaturesPerTile; feature < end; feature++)
        {
            var at = ((nint)sequence * Kernel.Features) + feature;
            var state = Kernel.States + (at * Kernel.Floats);
            var input = Kernel.Inputs[at];
            var sum = Kernel.Skip[feature] * input;
            if (Kernel.Form == LiquidTerms.Exact)
            {
                Turn(feature, state, input, transition);
            }
            else
            {
                sum += Drive(sequence, feature, state, input);
            }

            Kernel.Outputs[at] = sum + ComplexRows<TLanes>.RealDot(Kernel.C + (feature * Kernel.Floats), state, Kernel.Floats);
        }
    }

    private readonly void Turn(nint feature, float* state, float input, float* transition)
    {
        nint floats = Kernel.Floats, first = feature * floats;
        var bounded = Bounded(input);
        new ReadOnlySpan<float>(Kernel.Transition + first, (int)floats).CopyTo(new Span<float>(transition, (int)floats));
        LaneRows<TLanes>.AddScaled(transition, &bounded, Kernel.Powers + first, 0, 1, floats);
        ComplexRows<TLanes>.Multiply(transition, state, state, floats);
        LaneRows<TLanes>.AddScaled(state, &input, Kernel.Powers + first, 0, 1, floats);
    }

    // Returns the sum that the products add to the output directly.
    private readonly float Drive(nint sequence, nint feature, float* state, float input)
    {
        nint floats = Kernel.Floats, first = feature * floats, features = Kernel.Features;
        var place = (sequence * (Kernel.Order - 1) * features) + feature;
        var isConvolved = Kernel.Form == LiquidTerms.KB;
        var factors = stackalloc float[Kernel.Order];
        factors[0] = input;
        float direct = 0, earlier = 1, newest = input;
        for (var age = 0; age < Kernel.Order - 1; age++, place += features)
        {
            earlier *= Kernel.Past[place];
            factors[age + 1] = Bounded(earlier * input);
            (newest, Kernel.Past[place]) = (Kernel.Past[place], newest);
            if (!isConvolved)
            {
                Kernel.Sums[place] += factors[age + 1];
                direct += Kernel.Weights[(age * features) + feature] * Kernel.Sums[place];
            }
        }

        ComplexRows<TLanes>.Multiply(Kernel.Transition + first, state, state, floats);
        LaneRows<TLanes>.AddScaled(state, factors, Kernel.Powers + first, features * floats, isConvolved ? Kernel.Order : 1, floats);
        return direct;
    }

    private readonly float Bounded(float x) => Kernel.Bound switch
    {
        LiquidBound.Tanh => MathF.Tanh(x),
        LiquidBound.LecunTanh => MathF.Tanh(x * 0.666f) * 1.7159f,
        _ => x,
    };
}
