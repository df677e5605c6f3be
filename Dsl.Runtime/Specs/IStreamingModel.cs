using SerpentDsl.Layers;
using static TorchSharp.torch;

namespace SerpentDsl.Specs;

/// <summary>
/// The streaming form of a causal model: it reads sequences by pieces or one position at a time, and computes what its forward pass would
/// compute over all positions read so far. Memory and time of a step do not grow with the number of positions read, and a stream may be
/// longer than the model's greatest length.
/// </summary>
/// <remarks>
/// For inference: no gradient flows, and dropout does nothing. Input is what the head reads, without its axis of positions in a step: token
/// ids int64 <c>[batch, length]</c> or <c>[batch]</c>, vectors <c>[batch, length, inputs]</c> or <c>[batch, inputs]</c>. A language model,
/// and a regressor without pooling, answers at every position; a classifier, and a regressor with pooling, answers for the prefix read so
/// far.
/// </remarks>
public interface IStreamingModel : ISequenceModel
{
    /// <summary>The state before the first position.</summary>
    /// <remarks>It also holds values computed from the current parameters: after a change of the parameters, make a new one.</remarks>
    /// <param name="batch">Number of sequences.</param>
    /// <returns>Owned by the caller.</returns>
    StreamState NewState(long batch);

    /// <summary>Reads the next piece of every sequence.</summary>
    /// <param name="input">Tokens <c>[batch, length]</c> or vectors <c>[batch, length, inputs]</c>.</param>
    /// <param name="lengths">How many positions each sequence advances, int64 <c>[batch]</c>, from 0 to the piece's length; null: all of
    /// it.</param>
    /// <param name="state">From <see cref="NewState"/>; changed in place.</param>
    /// <returns><c>[batch, length, answers]</c>, unspecified beyond a sequence's length, or with pooling <c>[batch, answers]</c>; owned by
    /// the caller.</returns>
    /// <exception cref="ArgumentException">The input does not fit, or the state is of another architecture or batch; the state is
    /// unchanged.</exception>
    Tensor Chunk(Tensor input, Tensor? lengths, StreamState state);

    /// <summary>Reads the next position of every sequence.</summary>
    /// <param name="input">Tokens <c>[batch]</c> or vectors <c>[batch, inputs]</c>.</param>
    /// <param name="state">From <see cref="NewState"/>; changed in place.</param>
    /// <returns><c>[batch, answers]</c>, owned by the caller.</returns>
    /// <exception cref="ArgumentException">The input does not fit, or the state is of another architecture or batch; the state is
    /// unchanged.</exception>
    Tensor Step(Tensor input, StreamState state);

    /// <summary>
    /// <see cref="Step(Tensor, StreamState)"/> with its outputs written to memory of the caller. In float32 on a CPU a generated model
    /// allocates neither tensors nor managed memory if all its layers have fused steps. This implementation copies the result.
    /// </summary>
    /// <param name="input">Tokens <c>[batch]</c> or vectors <c>[batch, inputs]</c>.</param>
    /// <param name="state">From <see cref="NewState"/>; changed in place.</param>
    /// <param name="output">Written to, <c>[batch, answers]</c>, of the type and on the device of the parameters.</param>
    /// <returns>The output tensor.</returns>
    /// <exception cref="ArgumentException">The input or the output does not fit, or the state is of another architecture or
    /// batch.</exception>
    Tensor Step(Tensor input, StreamState state, Tensor output)
    {
        using var noGradient = no_grad();
        using var answers = Step(input, state);
        return StepOutput.Fill(GetType().Name, output, answers);
    }
}
