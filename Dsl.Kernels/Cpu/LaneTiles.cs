namespace SerpentDsl.Kernels.Cpu;

/// <summary>The tiles of some work, computed with registers of one width.</summary>
/// <typeparam name="TWork">The work.</typeparam>
/// <typeparam name="TLanes">The vector.</typeparam>
internal struct LaneTiles<TWork, TLanes> : ITiles
    where TWork : struct, ILaneTiles
    where TLanes : struct, ILanes<TLanes>
{
    // Not readonly: a call would copy the work for every tile.
    private TWork _work;

    /// <summary>Computes all tiles and returns when they are done.</summary>
    /// <param name="work">The work.</param>
    public static void RunAll(in TWork work)
    {
        var tiles = new LaneTiles<TWork, TLanes> { _work = work };
        CpuWorkers.Run(tiles._work.Count(TLanes.Count), tiles);
    }

    /// <inheritdoc/>
    public void Run(int tile) => _work.Run<TLanes>(tile);
}
