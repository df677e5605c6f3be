using SerpentDsl.Kernels.Cpu;
using static TorchSharp.torch;

namespace SerpentDsl.Kernels.DiagonalScans;

/// <summary>The gradients of D ∘ u by <see cref="SkipGradients{TLanes}"/>. float32 on the CPU, all contiguous.</summary>
internal static class SkipGradient
{
    /// <summary>Rows of a piece: what a register of columns takes of them stays in the first cache, and few sums are added up between pieces.</summary>
    public const int RowsOfPiece = 128;

    /// <summary>Computes both.</summary>
    /// <param name="gradient">g, <c>[rows, features]</c>.</param>
    /// <param name="inputs">u, the same shape.</param>
    /// <param name="skip">D, <c>[features]</c>.</param>
    /// <returns>D ∘ g, and Σ g ∘ u over the rows; in the present dispose scope.</returns>
    public static unsafe (Tensor ForInputs, Tensor ForSkip) Of(Tensor gradient, Tensor inputs, Tensor skip)
    {
        long rows = gradient.shape[0], features = gradient.shape[1], pieces = (rows + RowsOfPiece - 1) / RowsOfPiece;
        Tensor forInputs = empty([rows, features], ScalarType.Float32), sums = empty([pieces, features], ScalarType.Float32);
        var pass = new Pass
        {
            Pieces = (int)pieces,
            Features = (int)features,
            Rows = rows,
            Gradient = TensorMemory.Floats(gradient),
            Inputs = TensorMemory.Floats(inputs),
            Skip = TensorMemory.Floats(skip),
            ForInputs = TensorMemory.Floats(forInputs),
            ForSkip = TensorMemory.Floats(sums),
        };
        LaneWidth.Dispatch(ref pass);
        GC.KeepAlive((gradient, inputs, skip));
        return (forInputs, sums.sum([0]));
    }

    private unsafe struct Pass : ILaneKernel
    {
        public required int Pieces { get; init; }

        public required int Features { get; init; }

        public required long Rows { get; init; }

        public required float* Gradient { get; init; }

        public required float* Inputs { get; init; }

        public required float* Skip { get; init; }

        public required float* ForInputs { get; init; }

        public required float* ForSkip { get; init; }

        public readonly void Run<TLanes>()
            where TLanes : struct, ILanes<TLanes> => CpuWorkers.Run(Pieces, new SkipGradients<TLanes>
            {
                Features = Features,
                Rows = Rows,
                Gradient = Gradient,
                Inputs = Inputs,
                Skip = Skip,
                ForInputs = ForInputs,
                ForSkip = ForSkip,
            });
    }
}
