using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Compression;

/// <summary>Runs <see cref="IntervalTiles{TLanes}"/>.</summary>
internal unsafe struct IntervalKernel : ILaneKernel
{
    /// <summary>u, <c>[positions, features]</c>.</summary>
    public float* Inputs;

    /// <summary>w_delta, <c>[features]</c>.</summary>
    public float* Weight;

    /// <summary>b.</summary>
    public double Bias;

    /// <summary>ρ.</summary>
    public double Rate;

    /// <summary>H.</summary>
    public int Features;

    /// <summary>Positions of the whole batch.</summary>
    public long Positions;

    /// <summary>Δ, <c>[positions]</c>.</summary>
    public double* Intervals;

    /// <inheritdoc/>
    public readonly void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        var tiles = new IntervalTiles<TLanes>
        {
            Inputs = Inputs,
            Weight = Weight,
            Bias = Bias,
            Rate = Rate,
            Features = Features,
            Positions = Positions,
            Intervals = Intervals,
        };
        CpuWorkers.Run(tiles.Count, tiles);
    }
}
