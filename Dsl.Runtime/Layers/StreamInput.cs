using SerpentDsl.Functions;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// What the streaming form of a model demands of its input, checked before any native call fails on it. As in <see cref="SequenceInput"/>
/// the values of tokens and lengths are looked at on the CPU only.
/// </summary>
public static class StreamInput
{
    /// <summary>Refuses a piece of token sequences that a model cannot read.</summary>
    /// <param name="tokens">What should be token ids, int64 <c>[batch, length]</c>.</param>
    /// <param name="lengths">What should be how far each sequence advances, int64 <c>[batch]</c>, from 0 to the piece's length; or
    /// null.</param>
    /// <param name="vocabulary">Rows of the embedding table.</param>
    /// <exception cref="ArgumentException">They are not; the message names the values.</exception>
    public static void CheckTokens(Tensor tokens, Tensor? lengths, int vocabulary)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.dim() != 2 || tokens.dtype != ScalarType.Int64)
        {
            throw new ArgumentException($"A piece of tokens is Int64 [batch, length], not {tokens.dtype} {SequenceShape.Text(tokens)}.", nameof(tokens));
        }

        SequenceShape.CheckPiece("The model", tokens, lengths);
        CheckRange(tokens, vocabulary);
    }

    /// <summary>Refuses the next tokens of sequences that a model cannot read.</summary>
    /// <param name="tokens">What should be one token id for each sequence, int64 <c>[batch]</c>.</param>
    /// <param name="vocabulary">Rows of the embedding table.</param>
    /// <exception cref="ArgumentException">They are not; the message names the values.</exception>
    public static void CheckTokens(Tensor tokens, int vocabulary)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.dim() != 1 || tokens.size(0) == 0 || tokens.dtype != ScalarType.Int64)
        {
            throw new ArgumentException($"The next tokens are Int64 [batch], not {tokens.dtype} {SequenceShape.Text(tokens)}.", nameof(tokens));
        }

        CheckRange(tokens, vocabulary);
    }

    /// <summary>Refuses a piece of vector sequences that a model or block cannot read.</summary>
    /// <param name="values">What should be vectors, <c>[batch, length, width]</c>.</param>
    /// <param name="lengths">What should be how far each sequence advances, int64 <c>[batch]</c>, from 0 to the piece's length; or
    /// null.</param>
    /// <param name="width">Width of the vectors.</param>
    /// <param name="type">Type of the parameters that read them; null: any floating point.</param>
    /// <exception cref="ArgumentException">They are not; the message names the values.</exception>
    public static void CheckValues(Tensor values, Tensor? lengths, int width, ScalarType? type = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.dim() != 3 || values.shape[2] != width || !IsOf(values, type))
        {
            throw new ArgumentException($"A piece of values is {Name(type)} [batch, length, {width}], not {values.dtype} {SequenceShape.Text(values)}.", nameof(values));
        }

        SequenceShape.CheckPiece("The model", values, lengths);
    }

    /// <summary>Refuses the next vectors of sequences that a model or block cannot read.</summary>
    /// <param name="values">What should be one vector for each sequence, <c>[batch, width]</c>.</param>
    /// <param name="width">Width of the vectors.</param>
    /// <param name="type">Type of the parameters that read them; null: any floating point.</param>
    /// <exception cref="ArgumentException">They are not; the message names the values.</exception>
    public static void CheckValues(Tensor values, int width, ScalarType? type = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.dim() != 2 || values.size(0) == 0 || values.size(1) != width || !IsOf(values, type))
        {
            throw new ArgumentException($"The next values are {Name(type)} [batch, {width}], not {values.dtype} {SequenceShape.Text(values)}.", nameof(values));
        }
    }

    private static bool IsOf(Tensor values, ScalarType? type) => type is null ? values.is_floating_point() : values.dtype == type;

    private static string Name(ScalarType? type) => type?.ToString() ?? "floating-point";

    /// <summary>Refuses tokens on the CPU that are no rows of a table.</summary>
    /// <param name="tokens">Int64, of any shape.</param>
    /// <param name="vocabulary">Rows of the table.</param>
    /// <exception cref="ArgumentException">One is not; the message names it.</exception>
    internal static void CheckRange(Tensor tokens, long vocabulary)
    {
        if (tokens.device_type != DeviceType.CPU)
        {
            return;
        }

        using var copy = tokens.is_contiguous() ? null : tokens.contiguous();
        var (lowest, highest) = Range(copy ?? tokens);
        if (lowest < 0 || highest >= vocabulary)
        {
            throw new ArgumentException(
                $"Token {(lowest < 0 ? lowest : highest)} is outside the vocabulary of {vocabulary} (ids 0 to {vocabulary - 1}).", nameof(tokens));
        }
    }

    private static unsafe (long Lowest, long Highest) Range(Tensor tokens)
    {
        var (lowest, highest) = (long.MaxValue, long.MinValue);
        foreach (var token in new ReadOnlySpan<long>(TensorMemory.Longs(tokens), checked((int)tokens.NumberOfElements)))
        {
            (lowest, highest) = (Math.Min(lowest, token), Math.Max(highest, token));
        }

        GC.KeepAlive(tokens);
        return (lowest, highest);
    }
}
