namespace SerpentDsl.Kernels.SelectiveScans;

/// <summary>
/// The sizes of a scan, and how it is cut into tiles: by sequence, by run of channels that share their weights, and by registers of
/// channels.
/// </summary>
internal readonly struct ScanShape
{
    /// <summary>Fewest positions of a chunk, so that the work at its beginning and end is negligible.</summary>
    private const int ShortestChunk = 16;

    /// <summary>Most positions of a chunk: the chunk's per-position values fit into the innermost cache.</summary>
    private const int LongestChunk = 64;

    /// <summary>So many tiles keep the threads busy…</summary>
    private const int EnoughTiles = 8;

    /// <summary>…and so many channels in a tile make the sums over them cheap, and their number small.</summary>
    private const int MostChannels = 64;

    /// <summary>Cuts a scan into tiles.</summary>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="length">Padded length.</param>
    /// <param name="features">Number of channels.</param>
    /// <param name="size">States of a channel.</param>
    /// <param name="runs">Into how many runs the groups of B and of C together cut the channels.</param>
    /// <param name="lanes">Channels of a register.</param>
    public ScanShape(long batch, long length, long features, long size, long runs, int lanes)
    {
        (Batch, Length, Features, Size, Runs, Lanes) = ((int)batch, (int)length, (int)features, (int)size, (int)runs, lanes);
        Groups = (Size + StateGroup.States - 1) / StateGroup.States;
        Chunk = int.Clamp(PaddedSize, ShortestChunk, LongestChunk);
        RunLength = Features / Runs;
        RunVectors = (RunLength + lanes - 1) / lanes;
        VectorsPerTile = int.Clamp(Batch * Runs * RunVectors / EnoughTiles, 1, MostChannels / lanes);
        TilesPerRun = (RunVectors + VectorsPerTile - 1) / VectorsPerTile;
    }

    /// <summary>Number of sequences.</summary>
    public int Batch { get; }

    /// <summary>Padded length.</summary>
    public int Length { get; }

    /// <summary>Number of channels.</summary>
    public int Features { get; }

    /// <summary>States of a channel.</summary>
    public int Size { get; }

    /// <summary>Groups of states; the last may be filled in part, and is processed as if full.</summary>
    public int Groups { get; }

    /// <summary>States of a channel, padded to full groups.</summary>
    public int PaddedSize => Groups * StateGroup.States;

    /// <summary>Floats of a register of channels for each state.</summary>
    public int StateFloats => PaddedSize * Lanes;

    /// <summary>
    /// Positions per chunk. The forward pass keeps the state at the start of each chunk; the backward pass recomputes the rest in cache. A
    /// multiple of four, and long enough that the kept states take no more memory than the inputs, up to 64 states per channel.
    /// </summary>
    public int Chunk { get; }

    /// <summary>Runs of channels that share their weights.</summary>
    public int Runs { get; }

    /// <summary>Channels of a register.</summary>
    public int Lanes { get; }

    /// <summary>Channels of a run.</summary>
    public int RunLength { get; }

    /// <summary>Registers of a run; the last may be filled in part.</summary>
    public int RunVectors { get; }

    /// <summary>Registers of a tile; a run's last may have fewer.</summary>
    public int VectorsPerTile { get; }

    /// <summary>Tiles of a run.</summary>
    public int TilesPerRun { get; }

    /// <summary>Tiles in all.</summary>
    public int Tiles => Batch * Runs * TilesPerRun;

    /// <summary>Chunks of a sequence.</summary>
    public int Chunks => (Length + Chunk - 1) / Chunk;

    /// <summary>Floats that keep the states at every chunk's beginning.</summary>
    public long CheckpointFloats => (long)Batch * Chunks * Runs * RunVectors * StateFloats;

    /// <summary>A tile by its number.</summary>
    public ScanTile Tile(int index)
    {
        var (rest, block) = int.DivRem(index, TilesPerRun);
        var (sequence, run) = int.DivRem(rest, Runs);
        var first = block * VectorsPerTile;
        return new ScanTile(sequence, run, block, first, int.Min(VectorsPerTile, RunVectors - first));
    }

    /// <summary>The channels of a tile's register: the first, and how many there are.</summary>
    public (int First, int Width) Channels(in ScanTile tile, int register)
    {
        var before = (tile.First + register) * Lanes;
        return ((tile.Run * RunLength) + before, int.Min(Lanes, RunLength - before));
    }

    /// <summary>Where the states of a channel lie in <c>[batch, features, state]</c>.</summary>
    public nint State(int sequence, nint channel) => (((nint)sequence * Features) + channel) * Size;

    /// <summary>Where the states of a register of channels at the beginning of a chunk are kept.</summary>
    public nint Checkpoint(int sequence, int from, int run, int vector) =>
        (((((((nint)sequence * Chunks) + (from / Chunk)) * Runs) + run) * RunVectors) + vector) * StateFloats;
}
