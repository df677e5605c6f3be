namespace SerpentDsl.Kernels.Cpu;

/// <summary>Work that is cut into independent tiles, for <see cref="CpuWorkers"/>.</summary>
internal interface ITiles
{
    /// <summary>Computes one tile. The result may depend on the tile only: which thread computes which tile is left to chance.</summary>
    /// <param name="tile">The tile's index, from 0 on.</param>
    void Run(int tile);
}
