using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Fft;

/// <summary>A stage of a convolution through transforms.</summary>
internal unsafe struct ConvolutionPass : ILaneKernel
{
    public required ConvolutionStage Stage { get; init; }

    public required ConvolutionShape Shape { get; init; }

    public required FftPlan Plan { get; init; }

    public required ConvolutionPointers Pointers { get; init; }

    public readonly void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        var blocks = Shape.Blocks(TLanes.Count);
        switch (Stage)
        {
            case ConvolutionStage.Spectra:
                CpuWorkers.Run(Shape.Channels * blocks, new KernelSpectra<TLanes> { Shape = Shape, Plan = Plan, Pointers = Pointers });
                break;
            case ConvolutionStage.Forward:
                CpuWorkers.Run(blocks * Shape.Batch, new ConvolutionForward<TLanes> { Shape = Shape, Plan = Plan, Pointers = Pointers });
                break;
            case ConvolutionStage.Backward:
                CpuWorkers.Run(blocks * Shape.Groups, new ConvolutionBackward<TLanes> { Shape = Shape, Plan = Plan, Pointers = Pointers });
                break;
            default:
                CpuWorkers.Run(Shape.Channels * blocks, new KernelGradients<TLanes> { Shape = Shape, Plan = Plan, Pointers = Pointers });
                break;
        }
    }
}
