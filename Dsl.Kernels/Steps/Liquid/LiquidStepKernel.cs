using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Steps;

/// <summary>One position of every sequence through a Liquid-S4 layer by its definition, and its GELU. The state changes in place.</summary>
internal unsafe struct LiquidStepKernel : ILaneKernel
{
    /// <summary>Sequences.</summary>
    public int Batch;

    /// <summary>Features, each with a system.</summary>
    public int Features;

    /// <summary>Floats of a system's state, two for each mode.</summary>
    public int Floats;

    /// <summary>The most inputs in one product.</summary>
    public int Order;

    /// <summary>Which terms.</summary>
    public LiquidTerms Form;

    /// <summary>Bounds the products, or the input that multiplies the state.</summary>
    public LiquidBound Bound;

    /// <summary>The position, <c>[batch, features]</c>.</summary>
    public float* Inputs;

    /// <summary>Ā, complex <c>[features, modes]</c>.</summary>
    public float* Transition;

    /// <summary>B̄ and its powers, complex <c>[order, features, modes]</c>.</summary>
    public float* Powers;

    /// <summary>2 C, complex <c>[features, modes]</c>.</summary>
    public float* C;

    /// <summary>Weights of PB's sums, <c>[order − 1, features]</c>.</summary>
    public float* Weights;

    /// <summary>The weights of the inputs in the outputs, <c>[features]</c>.</summary>
    public float* Skip;

    /// <summary>Whether the outputs go through the exact GELU.</summary>
    public bool Gelu;

    /// <summary>The states, complex <c>[batch, features, modes]</c>.</summary>
    public float* States;

    /// <summary>The last inputs of KB and PB, newest first, <c>[batch, order − 1, features]</c>; updated.</summary>
    public float* Past;

    /// <summary>PB's sums of products, <c>[batch, order − 1, features]</c>.</summary>
    public float* Sums;

    /// <summary>Results, <c>[batch, features]</c>.</summary>
    public float* Outputs;

    /// <inheritdoc/>
    public readonly void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        var tiles = new LiquidStepTiles<TLanes> { Kernel = this };
        CpuWorkers.Run(tiles.Count, tiles);
        if (Gelu)
        {
            StepGelus<TLanes>.Run(StepGelu.Exact, Outputs, Outputs, (long)Batch * Features);
        }
    }
}
