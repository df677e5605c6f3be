using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Compression;

/// <summary>Backwards through a whole compression. What the forward pass did not keep (φ, windows) is computed again.</summary>
internal unsafe struct PointsGradientKernel : ILaneKernel
{
    /// <summary>The points.</summary>
    public PointWindows Windows;

    /// <summary>t, <c>[batch, length]</c>.</summary>
    public double* Times;

    /// <summary>Derivatives of the unrounded intervals by w_delta·u + b, <c>[batch, length]</c>.</summary>
    public float* Slopes;

    /// <summary>w_delta, <c>[features]</c>.</summary>
    public float* HeadWeight;

    /// <summary>A, <c>[outputs, window · (features + gaussians)]</c>.</summary>
    public float* Weights;

    /// <summary>μ, <c>[gaussians]</c>.</summary>
    public float* Centres;

    /// <summary>γ.</summary>
    public float Gamma;

    /// <summary>Gradient of the points, <c>[batch, points, outputs]</c>.</summary>
    public float* Gradient;

    /// <summary>Room for the gradient of the times, <c>[batch, length]</c>; zeros at first.</summary>
    public double* ForTimes;

    /// <summary>Gradient of u, <c>[batch, length, features]</c>.</summary>
    public float* ForInputs;

    /// <summary>Gradient of w_delta by each sequence, <c>[batch, features]</c>.</summary>
    public float* ForHeadWeight;

    /// <summary>Gradient of b by each sequence, <c>[batch]</c>.</summary>
    public float* ForHeadBias;

    /// <summary>Gradient of μ by each tile of points, <c>[tiles, gaussians]</c>.</summary>
    public float* ForCentres;

    /// <summary>Gradient of γ by each tile of points, <c>[tiles]</c>.</summary>
    public float* ForGamma;

    /// <summary>Gradient of A.</summary>
    public float* ForWeights;

    /// <summary>Gradient of a by each tile of points, <c>[tiles, outputs]</c>.</summary>
    public float* ForBias;

    /// <inheritdoc/>
    public readonly void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        var shape = Windows.Shape;
        var points = (long)shape.Batch * shape.Points;
        using var packed = new KernelBuffer(PackedWeights<TLanes>.SizeForInputs(shape));
        using var basis = new KernelBuffer(points * shape.BasisColumns);
        using var distances = new KernelBuffer(points * shape.Window);
        using var head = new KernelBuffer((long)shape.Batch * shape.Length);
        var weights = packed.Floats;
        var gaussians = basis.Floats;
        var forDistances = distances.Floats;
        var forHead = head.Floats;
        PackedWeights<TLanes>.ForInputs(shape, Weights, weights);
        var tiles = shape.Batch * shape.TilesPerSequence;
        CpuWorkers.Run(tiles, new BasisTiles<TLanes> { Windows = Windows, Times = Times, Centres = Centres, Gamma = Gamma, Basis = gaussians });
        CpuWorkers.Run(tiles, new PointGradientTiles<TLanes>
        {
            Windows = Windows,
            Gradient = Gradient,
            Weights = weights,
            Times = Times,
            Centres = Centres,
            Gamma = Gamma,
            Basis = gaussians,
            ForDistances = forDistances,
            ForCentres = ForCentres,
            ForGamma = ForGamma,
            ForBias = ForBias,
        });
        CpuWorkers.Run(shape.Batch, new IntervalGradientTiles
        {
            Windows = Windows,
            Slopes = Slopes,
            ForDistances = forDistances,
            ForTimes = ForTimes,
            ForHead = forHead,
            ForBias = ForHeadBias,
        });
        CpuWorkers.Run(shape.Batch * new ColumnBlocks(shape.Features, TLanes.Count).Count, new InputGradientTiles<TLanes>
        {
            Windows = Windows,
            Gradient = Gradient,
            ForHead = forHead,
            HeadWeight = HeadWeight,
            Weights = weights,
            ForInputs = ForInputs,
            ForHeadWeight = ForHeadWeight,
        });
        var weightTiles = new WeightGradientTiles<TLanes> { Windows = Windows, Gradient = Gradient, Basis = gaussians, ForWeights = ForWeights };
        CpuWorkers.Run(weightTiles.Count, weightTiles);
    }
}
