using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// <see cref="SequencePooling"/> over all that a stream has read so far: one vector of each sequence after every step or piece. Before the first
/// position it is zero.
/// </summary>
public static class StreamPooling
{
    private const string Sum = "sum";
    private const string Count = "count";
    private const string Newest = "newest";

    /// <summary>The state of a running mean: the sum and the number of the positions read.</summary>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="width">Width of the vectors.</param>
    /// <param name="like">Any tensor of the model: the state has its type and device.</param>
    /// <returns>Owned by the caller.</returns>
    public static StreamState NewMean(long batch, long width, Tensor like) => StreamState.Of(
        (Sum, zeros([batch, width], like.dtype, like.device)),
        (Count, zeros([batch], ScalarType.Int64, like.device)));

    /// <summary>The state of the newest position: its vector.</summary>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="width">Width of the vectors.</param>
    /// <param name="like">Any tensor of the model: the state has its type and device.</param>
    /// <returns>Owned by the caller.</returns>
    public static StreamState NewLast(long batch, long width, Tensor like) => StreamState.Of((Newest, zeros([batch, width], like.dtype, like.device)));

    /// <summary>The mean of the positions read, this one included.</summary>
    /// <param name="x">The next position of every sequence, <c>[batch, features]</c>.</param>
    /// <param name="state">From <see cref="NewMean"/>; changed in place.</param>
    /// <returns><c>[batch, features]</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public static Tensor StepMean(Tensor x, StreamState state)
    {
        Check(x, state, 2, Sum, Count);
        using var scope = NewDisposeScope();
        return Mean(state[0].add(x), state[1].add(1), state).MoveToOuterDisposeScope();
    }

    /// <summary>The mean of the positions read, those of the piece included.</summary>
    /// <param name="x">The next piece of every sequence, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">How far each sequence advances, int64 <c>[batch]</c>; null: all of the piece.</param>
    /// <param name="state">From <see cref="NewMean"/>; changed in place.</param>
    /// <returns><c>[batch, features]</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public static Tensor ChunkMean(Tensor x, Tensor? lengths, StreamState state)
    {
        Check(x, state, 3, Sum, Count);
        using var scope = NewDisposeScope();
        var count = lengths is null ? state[1].add(x.shape[1]) : state[1].add(lengths);
        return Mean(state[0].add(SequenceMask.Apply(x, lengths).sum(1)), count, state).MoveToOuterDisposeScope();
    }

    /// <summary>The newest position.</summary>
    /// <param name="x">The next position of every sequence, <c>[batch, features]</c>.</param>
    /// <param name="state">From <see cref="NewLast"/>; changed in place.</param>
    /// <returns><c>[batch, features]</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public static Tensor StepLast(Tensor x, StreamState state)
    {
        Check(x, state, 2, Newest);
        state.Replace(0, x.clone());
        return x.alias();
    }

    /// <summary>The newest position; of a sequence that the piece does not advance, the one before it.</summary>
    /// <param name="x">The next piece of every sequence, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">How far each sequence advances, int64 <c>[batch]</c>; null: all of the piece.</param>
    /// <param name="state">From <see cref="NewLast"/>; changed in place.</param>
    /// <returns><c>[batch, features]</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public static Tensor ChunkLast(Tensor x, Tensor? lengths, StreamState state)
    {
        Check(x, state, 3, Newest);
        using var scope = NewDisposeScope();
        var last = SequencePooling.Last(x, lengths);
        var newest = lengths is null ? last.clone() : where(lengths.gt(0).unsqueeze(1), last, state[0]);
        state.Replace(0, newest);
        return newest.alias().MoveToOuterDisposeScope();
    }

    private static Tensor Mean(Tensor sum, Tensor count, StreamState state)
    {
        var mean = sum.div(count.clamp_min(1).to(sum.dtype).unsqueeze(1));
        state.Replace(0, sum);
        state.Replace(1, count);
        return mean;
    }

    private static void Check(Tensor x, StreamState state, int axes, params ReadOnlySpan<string> names)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(state);
        if (x.dim() != axes || x.shape[^1] != state[0].shape[1])
        {
            throw new ArgumentException(
                $"{nameof(StreamPooling)} reads [batch, {(axes == 3 ? "length, " : "")}{state[0].shape[1]}], not {SequenceShape.Text(x)}.", nameof(x));
        }

        state.CheckLayer(nameof(StreamPooling), x.shape[0], names);
    }
}
