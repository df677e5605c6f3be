namespace SerpentDsl.Kernels.Cpu;

/// <summary>Work that is cut into independent tiles and written for any register width.</summary>
internal interface ILaneTiles
{
    /// <summary>How many tiles there are.</summary>
    /// <param name="lanes">Lanes of the vector: the cut may depend on them.</param>
    int Count(int lanes);

    /// <summary>Computes one tile. The result may depend on the tile only: which thread computes which tile is left to chance.</summary>
    /// <typeparam name="TLanes">The vector.</typeparam>
    /// <param name="tile">The tile's index, from 0 on.</param>
    void Run<TLanes>(int tile)
        where TLanes : struct, ILanes<TLanes>;
}
