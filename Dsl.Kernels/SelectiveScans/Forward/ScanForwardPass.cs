using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>A selective scan, in the form that its weights have.</summary>
internal readonly unsafe struct ScanForwardPass(ScanOperands operands, ScanResults results) : ILaneKernel
{
    public void Run<TLanes>()
        where TLanes : struct, ILanes<TLanes>
    {
        switch (operands.B.PerPosition, operands.C.PerPosition)
        {
            case (true, true):
                CpuWorkers.Run(operands.Shape.Tiles, new ScanForward<TLanes, PositionWeights, PositionWeights>(operands, results));
                break;
            case (true, false):
                CpuWorkers.Run(operands.Shape.Tiles, new ScanForward<TLanes, PositionWeights, ChannelWeights>(operands, results));
                break;
            case (false, true):
                CpuWorkers.Run(operands.Shape.Tiles, new ScanForward<TLanes, ChannelWeights, PositionWeights>(operands, results));
                break;
            default:
                CpuWorkers.Run(operands.Shape.Tiles, new ScanForward<TLanes, ChannelWeights, ChannelWeights>(operands, results));
                break;
        }
    }
}
