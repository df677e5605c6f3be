using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>The gradients of a selective scan, in the form that its weights have.</summary>
internal readonly unsafe struct ScanBackwardPass(ScanOperands operands, ScanResults incoming, ScanGradients gradients) : ILaneKernel
{
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        switch (operands.B.PerPosition, operands.C.PerPosition)
        {
            case (true, true):
                CpuWorkers.Run(
                    operands.Shape.Tiles, new ScanBackward<TLanes, PositionWeights, PositionWeights>(operands, incoming, gradients));
                break;
            case (true, false):
                CpuWorkers.Run(
                    operands.Shape.Tiles, new ScanBackward<TLanes, PositionWeights, ChannelWeights>(operands, incoming, gradients));
                break;
            case (false, true):
                CpuWorkers.Run(
                    operands.Shape.Tiles, new ScanBackward<TLanes, ChannelWeights, PositionWeights>(operands, incoming, gradients));
                break;
            default:
                CpuWorkers.Run(
                    operands.Shape.Tiles, new ScanBackward<TLanes, ChannelWeights, ChannelWeights>(operands, incoming, gradients));
                break;
        }
    }
}
