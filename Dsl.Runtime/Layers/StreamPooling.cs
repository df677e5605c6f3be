using SerpentDsl.Functions;
using SerpentDsl.Native;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// <see cref="SequencePooling"/> over all positions read so far: one vector per sequence after every step or piece, and zeros before the
/// first position.
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
        (Count, zeros([batch], ScalarType.Int64, like.device))).Differentiable();

    /// <summary>The state that holds the newest position's vector.</summary>
    /// <param name="batch">Number of sequences.</param>
    /// <param name="width">Width of the vectors.</param>
    /// <param name="like">Any tensor of the model: the state has its type and device.</param>
    /// <returns>Owned by the caller.</returns>
    public static StreamState NewLast(long batch, long width, Tensor like) =>
        StreamState.Of((Newest, zeros([batch, width], like.dtype, like.device))).Differentiable();

    /// <summary>The mean of the positions read, this one included.</summary>
    /// <param name="x">The next position of every sequence, <c>[batch, features]</c>.</param>
    /// <param name="state">From <see cref="NewMean"/>; changed in place.</param>
    /// <param name="output">Written to, <c>[batch, features]</c>.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public static Tensor StepMean(Tensor x, StreamState state, Tensor output)
    {
        CheckStep(x, state, Sum, Count);
        if (FusedKernels.FitInPlace(x, state[0], output))
        {
            StepOutput.Check(nameof(StepMean), output, state.Batch, state[0].size(1));
            AddToMean(x, state.InPlace(0), state.InPlace(1), output);
            return output;
        }

        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        return StepOutput.Fill(nameof(StepMean), output, Mean(state[0].Plus(x), state[1].Plus(1), state));
    }

    /// <summary>The mean of the positions read, those of the piece included.</summary>
    /// <param name="x">The next piece of every sequence, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">How many positions each sequence advances, int64 <c>[batch]</c>; null: all of the piece.</param>
    /// <param name="state">From <see cref="NewMean"/>; changed in place.</param>
    /// <returns><c>[batch, features]</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public static Tensor ChunkMean(Tensor x, Tensor? lengths, StreamState state)
    {
        CheckPiece(x, state, Sum, Count);
        using var scope = NewDisposeScope();
        var count = lengths is null ? state[1].Plus(x.shape[1]) : state[1].Plus(lengths);
        return Mean(state[0].Plus(SequenceMask.Apply(x, lengths).sum(1)), count, state).MoveToOuterDisposeScope();
    }

    /// <summary>The newest position.</summary>
    /// <param name="x">The next position of every sequence, <c>[batch, features]</c>.</param>
    /// <param name="state">From <see cref="NewLast"/>; changed in place.</param>
    /// <param name="output">Written to, <c>[batch, features]</c>.</param>
    /// <returns>The output.</returns>
    /// <exception cref="ArgumentException">A shape or type does not fit.</exception>
    public static Tensor StepLast(Tensor x, StreamState state, Tensor output)
    {
        CheckStep(x, state, Newest);
        if (FusedKernels.FitInPlace(x, state[0], output))
        {
            StepOutput.Check(nameof(StepLast), output, state.Batch, state[0].size(1));
            x.bytes.CopyTo(state.InPlace(0).bytes);
            x.bytes.CopyTo(output.bytes);
            return output;
        }

        state.Replace(0, x.detach().clone());
        return StepOutput.Fill(nameof(StepLast), output, x);
    }

    /// <summary>The newest position of each sequence; a sequence that does not advance keeps its previous one.</summary>
    /// <param name="x">The next piece of every sequence, <c>[batch, length, features]</c>.</param>
    /// <param name="lengths">How many positions each sequence advances, int64 <c>[batch]</c>; null: all of the piece.</param>
    /// <param name="state">From <see cref="NewLast"/>; changed in place.</param>
    /// <returns><c>[batch, features]</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">A shape does not fit.</exception>
    public static Tensor ChunkLast(Tensor x, Tensor? lengths, StreamState state)
    {
        CheckPiece(x, state, Newest);
        using var scope = NewDisposeScope();
        var last = SequencePooling.Last(x, lengths);
        var newest = lengths is null ? last.clone() : where(lengths.gt(Scalars.Zero).unsqueeze(1), last, state[0]);
        state.Replace(0, newest);
        return newest.clone().MoveToOuterDisposeScope();
    }

    private static Tensor Mean(Tensor sum, Tensor count, StreamState state)
    {
        var mean = sum.div(count.clamp_min(Scalars.One).to(sum.dtype).unsqueeze(1));
        state.Replace(0, sum);
        state.Replace(1, count);
        return mean;
    }

    private static unsafe void AddToMean(Tensor x, Tensor sums, Tensor counts, Tensor output)
    {
        var (batch, width) = ((nint)x.size(0), (nint)x.size(1));
        float* from = TensorMemory.Floats(x), sum = TensorMemory.Floats(sums), mean = TensorMemory.Floats(output);
        var count = TensorMemory.Longs(counts);
        for (nint sequence = 0; sequence < batch; sequence++)
        {
            var read = ++count[sequence];
            for (var i = sequence * width; i < (sequence + 1) * width; i++)
            {
                sum[i] += from[i];
                mean[i] = sum[i] / read;
            }
        }

        GC.KeepAlive(x);
        GC.KeepAlive(output);
    }

    private static void CheckStep(Tensor x, StreamState state, params ReadOnlySpan<string> names)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(state);
        SequenceShape.CheckStep(nameof(StreamPooling), x, state[0].size(1), half: true);
        state.CheckLayer(nameof(StreamPooling), x.size(0), names);
    }

    private static void CheckPiece(Tensor x, StreamState state, params ReadOnlySpan<string> names)
    {
        ArgumentNullException.ThrowIfNull(x);
        ArgumentNullException.ThrowIfNull(state);
        if (x.dim() != 3 || x.shape[^1] != state[0].shape[1])
        {
            throw new ArgumentException(
                $"{nameof(StreamPooling)} reads [batch, length, {state[0].shape[1]}], not {SequenceShape.Text(x)}.", nameof(x));
        }

        state.CheckLayer(nameof(StreamPooling), x.shape[0], names);
    }
}
