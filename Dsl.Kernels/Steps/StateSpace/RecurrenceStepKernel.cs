using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Steps;

/// <summary>
/// One position of every sequence through a layer of diagonal systems, or diagonal plus low rank, and its GELU. The state changes in place.
/// </summary>
internal unsafe struct RecurrenceStepKernel : ILaneKernel
{
    /// <summary>Sequences.</summary>
    public int Batch;

    /// <summary>Features, each with a system.</summary>
    public int Features;

    /// <summary>Floats of a system's state, two for each mode.</summary>
    public int Floats;

    /// <summary>Rank of the low-rank term that is added to the diagonal.</summary>
    public int Rank;

    /// <summary>The position, <c>[batch, features]</c>.</summary>
    public float* Inputs;

    /// <summary>E, multiplies the old state, complex <c>[features, modes]</c>.</summary>
    public float* StateFactors;

    /// <summary>D, multiplies the new state of a diagonal plus low rank system, complex <c>[features, modes]</c>; null: diagonal.</summary>
    public float* ImplicitFactors;

    /// <summary>P and R, complex <c>[rank, features, modes]</c>; null for none.</summary>
    public float* P, R;

    /// <summary>B and C, complex <c>[features, modes]</c>.</summary>
    public float* B, C;

    /// <summary>Multiplies B.</summary>
    public float InputScale;

    /// <summary>The weights of the inputs in the outputs, <c>[features]</c>.</summary>
    public float* Skip;

    /// <summary>Whether the outputs go through the exact GELU.</summary>
    public bool Gelu;

    /// <summary>The states, complex <c>[batch, features, modes]</c>.</summary>
    public float* States;

    /// <summary>Results, <c>[batch, features]</c>.</summary>
    public float* Outputs;

    /// <inheritdoc/>
    public readonly void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        var tiles = new RecurrenceStepTiles<TLanes> { Kernel = this };
        CpuWorkers.Run(tiles.Count, tiles);
        if (Gelu)
        {
            StepGelus<TLanes>.Run(StepGelu.Exact, Outputs, Outputs, (long)Batch * Features);
        }
    }
}
