using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Compression;

/// <summary>Backwards through a whole compression. φ and windows, which the forward pass did not keep, are computed again.</summary>
internal unsafe struct PointsGradientKernel : ILaneKernel
{
    /// <summary>The points.</summary>
    public PointWindows Windows;

    /// <summary>Times t, <c>[batch, length]</c>.</summary>
    public double* Times;

    /// <summary>Derivatives of the unrounded intervals with respect to w_delta·u + b, <c>[batch, length]</c>.</summary>
    public float* Slopes;

    /// <summary>Weights w_delta of the intervals, <c>[features]</c>.</summary>
    public float* HeadWeight;

    /// <summary>Weights A, <c>[outputs, window · (features + gaussians)]</c>.</summary>
    public float* Weights;

    /// <summary>Centres μ of the Gaussians, <c>[gaussians]</c>.</summary>
    public float* Centres;

    /// <summary>Factor γ of the squared distances in the Gaussians.</summary>
    public float Gamma;

    /// <summary>Gradient of the points, <c>[batch, points, outputs]</c>.</summary>
    public float* Gradient;

    /// <summary>Room for the gradient of the times, <c>[batch, length]</c>; zeros at first.</summary>
    public double* ForTimes;

    /// <summary>Gradient of u, <c>[batch, length, features]</c>.</summary>
    public float* ForInputs;

    /// <summary>Share of each sequence in the gradient of w_delta, <c>[batch, features]</c>.</summary>
    public float* ForHeadWeight;

    /// <summary>Share of each sequence in the gradient of b, <c>[batch]</c>.</summary>
    public float* ForHeadBias;

    /// <summary>Share of each tile of points in the gradient of μ, <c>[tiles, gaussians]</c>.</summary>
    public float* ForCentres;

    /// <summary>Share of each tile of points in the gradient of γ, <c>[tiles]</c>.</summary>
    public float* ForGamma;

    /// <summary>Gradient of A.</summary>
    public float* ForWeights;

    /// <summary>Share of each tile of points in the gradient of a, <c>[tiles, outputs]</c>.</summary>
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
        CpuWorkers.Run(
            tiles, new BasisTiles<TLanes> { Windows = Windows, Times = Times, Centres = Centres, Gamma = Gamma, Basis = gaussians });
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
        var weightTiles = new WeightGradientTiles<TLanes>
        {
            Windows = Windows,
            Gradient = Gradient,
            Basis = gaussians,
            ForWeights = ForWeights,
        };
        CpuWorkers.Run(weightTiles.Count, weightTiles);
    }
}
