using SerpentDsl.Functions;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>
/// Checks of the inputs of a streaming form, made before any native call fails on them. As in <see cref="SequenceInput"/>, values of tokens
/// and lengths are checked on the CPU only.
/// </summary>
public static class StreamInput
{
    /// <summary>Refuses a piece of token sequences that a model cannot read.</summary>
    /// <param name="tokens">Token ids; must be int64 <c>[batch, length]</c>.</param>
    /// <param name="lengths">How many positions each sequence advances; must be int64 <c>[batch]</c>, from 0 to the piece's length; or
    /// null.</param>
    /// <param name="vocabulary">Rows of the embedding table.</param>
    /// <exception cref="ArgumentException">A shape, a type or a value does not fit; the message names it.</exception>
    public static void CheckTokens(Tensor tokens, Tensor? lengths, int vocabulary)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.dim() != 2 || tokens.dtype != ScalarType.Int64)
        {
            throw new ArgumentException(
                $"A piece of tokens is Int64 [batch, length], not {tokens.dtype} {SequenceShape.Text(tokens)}.", nameof(tokens));
        }

        SequenceShape.CheckPiece("The model", tokens, lengths);
        CheckRange(tokens, vocabulary);
    }

    /// <summary>Refuses the next tokens of sequences that a model cannot read.</summary>
    /// <param name="tokens">Token ids, one per sequence; must be int64 <c>[batch]</c>.</param>
    /// <param name="vocabulary">Rows of the embedding table.</param>
    /// <exception cref="ArgumentException">A shape, a type or a value does not fit; the message names it.</exception>
    public static void CheckTokens(Tensor tokens, int vocabulary)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (tokens.dim() != 1 || tokens.size(0) == 0 || tokens.dtype != ScalarType.Int64)
        {
            throw new ArgumentException(
                $"The next tokens are Int64 [batch], not {tokens.dtype} {SequenceShape.Text(tokens)}.", nameof(tokens));
        }

        CheckRange(tokens, vocabulary);
    }

    /// <summary>Refuses a piece of vector sequences that a model or block cannot read.</summary>
    /// <param name="values">Vectors; must be <c>[batch, length, width]</c>.</param>
    /// <param name="lengths">How many positions each sequence advances; must be int64 <c>[batch]</c>, from 0 to the piece's length; or
    /// null.</param>
    /// <param name="width">Width of the vectors.</param>
    /// <param name="type">Element type that the input must have; null: any floating-point type.</param>
    /// <exception cref="ArgumentException">A shape, a type or a value does not fit; the message names it.</exception>
    public static void CheckValues(Tensor values, Tensor? lengths, int width, ScalarType? type = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.dim() != 3 || values.shape[2] != width || !IsOf(values, type))
        {
            throw new ArgumentException(
                $"A piece of values is {Name(type)} [batch, length, {width}], not {values.dtype} {SequenceShape.Text(values)}.",
                nameof(values));
        }

        SequenceShape.CheckPiece("The model", values, lengths);
    }

    /// <summary>Refuses the next vectors of sequences that a model or block cannot read.</summary>
    /// <param name="values">Vectors, one per sequence; must be <c>[batch, width]</c>.</param>
    /// <param name="width">Width of the vectors.</param>
    /// <param name="type">Element type that the input must have; null: any floating-point type.</param>
    /// <exception cref="ArgumentException">A shape, a type or a value does not fit; the message names it.</exception>
    public static void CheckValues(Tensor values, int width, ScalarType? type = null)
    {
        ArgumentNullException.ThrowIfNull(values);
        if (values.dim() != 2 || values.size(0) == 0 || values.size(1) != width || !IsOf(values, type))
        {
            throw new ArgumentException(
                $"The next values are {Name(type)} [batch, {width}], not {values.dtype} {SequenceShape.Text(values)}.", nameof(values));
        }
    }

    private static bool IsOf(Tensor values, ScalarType? type) => type is null ? values.is_floating_point() : values.dtype == type;

    private static string Name(ScalarType? type) => type?.ToString() ?? "floating-point";

    /// <summary>Refuses tokens on the CPU that are outside the embedding table.</summary>
    /// <param name="tokens">Int64, of any shape.</param>
    /// <param name="vocabulary">Rows of the table.</param>
    /// <exception cref="ArgumentException">A token is outside the table; the message names it.</exception>
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
                $"Token {(lowest < 0 ? lowest : highest)} is outside the vocabulary of {vocabulary} (ids 0 to {vocabulary - 1}).",
                nameof(tokens));
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
