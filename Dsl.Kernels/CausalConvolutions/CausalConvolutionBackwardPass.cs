using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.CausalConvolutions;

/// <summary>The gradients of a short causal convolution followed by SiLU.</summary>
internal readonly unsafe struct CausalConvolutionBackwardPass(ConvolutionOperands operands, ConvolutionGradients gradients) : ILaneKernel
{
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes> => CpuWorkers.Run(operands.Tiles, new CausalConvolutionBackward<TLanes>(operands, gradients));
}
