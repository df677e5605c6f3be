using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.Compression;

/// <summary>Adds, for every point of a sequence, the gradients of the inputs that read it back: they are neighbours.</summary>
/// <typeparam name="TLanes">The vector.</typeparam>
internal unsafe struct DecompressionGradientTiles<TLanes> : ITiles
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>What is added, and where to.</summary>
    public DecompressionGradientKernel Kernel;

    /// <inheritdoc/>
    public readonly void Run(int tile)
    {
        var (sequence, block) = Math.DivRem(tile, Kernel.Blocks);
        var first = block * DecompressionGradientKernel.FeaturesPerTile;
        var width = Math.Min(DecompressionGradientKernel.FeaturesPerTile, Kernel.Features - first);
        var readBack = Kernel.ReadBack + ((nint)sequence * Kernel.Length);
        var gradient = Kernel.Gradient + ((nint)sequence * Kernel.Length * Kernel.Features) + first;
        var rows = Kernel.ForRows + ((nint)sequence * Kernel.Points * Kernel.Features) + first;
        for (var point = 0; point < Kernel.Points; point++)
        {
            new Span<float>(rows + ((nint)point * Kernel.Features), width).Clear();
        }

        for (var input = 0; input < Kernel.Length; input++)
        {
            if (readBack[input] >= 0)
            {
                LaneRows<TLanes>.Add(rows + ((nint)readBack[input] * Kernel.Features), gradient + ((nint)input * Kernel.Features), width);
            }
        }
    }
}
