using System.Runtime.CompilerServices;
using SerpentDsl.Kernels.Cpu;

namespace SerpentDsl.Kernels.LinearAttention;

/// <summary>
/// The recurrence x_l = a_l x_{l−1} + v_l of every channel by itself. The state is the row of x that was written before, and rows are read
/// from their beginning to their end, as they lie in memory. Some channels of one sequence a tile.
/// </summary>
internal readonly unsafe struct ChannelWalk : ILaneTiles
{
    /// <summary>Channels of a tile: enough that a row is read in long pieces, few enough that there are tiles for all threads.</summary>
    private const int TileChannels = 256;

    /// <summary>Sequences.</summary>
    public required int Batch { get; init; }

    /// <summary>Positions.</summary>
    public required int Length { get; init; }

    /// <summary>Channels.</summary>
    public required int Channels { get; init; }

    /// <summary>a, <c>[batch, length, channels]</c>.</summary>
    public required Rows Factors { get; init; }

    /// <summary>v, of the same shape.</summary>
    public required Rows Inputs { get; init; }

    /// <summary>The states before the first position, <c>[batch, channels]</c>; null: zeros.</summary>
    public required float* Initial { get; init; }

    /// <summary>Receives x, of the same shape.</summary>
    public required Rows States { get; init; }

    /// <summary>Whether the walk is from the last position to the first: x_l = a_{l+1} x_{l+1} + v_l.</summary>
    public required bool Backwards { get; init; }

    private int TilesPerSequence => (Channels + TileChannels - 1) / TileChannels;

    /// <inheritdoc/>
    public int Count(int lanes) => Batch * TilesPerSequence;

    /// <inheritdoc/>
    public void Run<TLanes>(int tile)
        where TLanes : struct, ILanes<TLanes>
    {
        var (sequence, part) = Math.DivRem(tile, TilesPerSequence);
        int first = part * TileChannels, count = Math.Min(TileChannels, Channels - first), direction = Backwards ? -1 : 1;
        nint position = Backwards ? Length - 1 : 0;
        var target = States.Pointer(sequence, position, first);
        if (Initial == null || Backwards)
        {
            // Nothing comes from before the first position; backwards, the last position's factor acts on the position before it.
            new ReadOnlySpan<float>(Inputs.Pointer(sequence, position, first), count).CopyTo(new Span<float>(target, count));
        }
        else
        {
            var initial = Initial + ((nint)sequence * Channels) + first;
            Advance<TLanes>(initial, Factors.Pointer(sequence, position, first), Inputs.Pointer(sequence, position, first), target, count);
        }

        for (var done = 1; done < Length; done++)
        {
            position += direction;
            var before = target;
            target = States.Pointer(sequence, position, first);
            var factors = Factors.Pointer(sequence, Backwards ? position + 1 : position, first);
            Advance<TLanes>(before, factors, Inputs.Pointer(sequence, position, first), target, count);
        }
    }

    /// <summary>target = factors ⊙ before + inputs.</summary>
    [MethodImpl(HotLoop.Options)]
    private static void Advance<TLanes>(float* before, float* factors, float* inputs, float* target, int count)
        where TLanes : struct, ILanes<TLanes>
    {
        nint i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Load(factors + i), TLanes.Load(before + i), TLanes.Load(inputs + i)), target + i);
        }

        for (; i < count; i++)
        {
            target[i] = MathF.FusedMultiplyAdd(factors[i], before[i], inputs[i]);
        }
    }
}
