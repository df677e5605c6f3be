using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Compression;

/// <summary>Equation (12) for all points of a batch.</summary>
internal unsafe struct PointsKernel : ILaneKernel
{
    /// <summary>The points.</summary>
    public PointWindows Windows;

    /// <summary>Times t, <c>[batch, length]</c>.</summary>
    public double* Times;

    /// <summary>Weights A, <c>[outputs, window · (features + gaussians)]</c>.</summary>
    public float* Weights;

    /// <summary>Bias a, <c>[outputs]</c>.</summary>
    public float* Bias;

    /// <summary>Centres μ of the Gaussians, <c>[gaussians]</c>.</summary>
    public float* Centres;

    /// <summary>Factor γ of the squared distances in the Gaussians.</summary>
    public float Gamma;

    /// <summary>Results, <c>[batch, points, outputs]</c>; zero beyond a sequence's count.</summary>
    public float* Points;

    /// <inheritdoc/>
    public readonly void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        var shape = Windows.Shape;
        using var packed = new KernelBuffer(PackedWeights<TLanes>.SizeForPoints(shape));
        using var basis = new KernelBuffer((long)shape.Batch * shape.Points * shape.BasisColumns);
        var weights = packed.Floats;
        var gaussians = basis.Floats;
        PackedWeights<TLanes>.ForPoints(shape, Weights, weights);
        var tiles = shape.Batch * shape.TilesPerSequence;
        CpuWorkers.Run(
            tiles, new BasisTiles<TLanes> { Windows = Windows, Times = Times, Centres = Centres, Gamma = Gamma, Basis = gaussians });
        CpuWorkers.Run(
            tiles, new PointTiles<TLanes> { Windows = Windows, Basis = gaussians, Weights = weights, Bias = Bias, Points = Points });
    }
}
