using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.CausalConvolutions;

/// <summary>A short causal convolution followed by SiLU.</summary>
internal readonly unsafe struct CausalConvolutionForwardPass(ConvolutionOperands operands, Rows output) : ILaneKernel
{
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes> => CpuWorkers.Run(operands.Tiles, new CausalConvolutionForward<TLanes>(operands, output));
}
