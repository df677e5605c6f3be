using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>Checks of the batches that a model is given.</summary>
public static class SequenceInput
{
    /// <summary>
    /// Refuses a batch that a model cannot read, before any native call fails on it. Values of tokens and lengths are checked on the CPU
    /// only: on a GPU, reading them would wait for all queued work.
    /// </summary>
    /// <param name="tokens">Token ids; must be int64 <c>[batch, length]</c>.</param>
    /// <param name="lengths">True lengths; must be int64 <c>[batch]</c>, from 1 to the padded length; or null.</param>
    /// <param name="vocabulary">Rows of the embedding table.</param>
    /// <param name="maxLength">Longest sequence of the model.</param>
    /// <exception cref="ArgumentException">A shape, a type or a value does not fit; the message names it.</exception>
    public static void Check(Tensor tokens, Tensor? lengths, int vocabulary, int maxLength) =>
        CheckTokens("Tokens are", tokens, lengths, vocabulary, maxLength);

    /// <summary>Refuses a batch of pairs that a model cannot read, as <see cref="Check"/> does.</summary>
    /// <param name="first">Token ids; must be int64 <c>[batch, length]</c>.</param>
    /// <param name="firstLengths">Their true lengths; or null.</param>
    /// <param name="second">Token ids of the same batch; must be int64 <c>[batch, length]</c>.</param>
    /// <param name="secondLengths">Their true lengths; or null.</param>
    /// <param name="vocabulary">Rows of the embedding table.</param>
    /// <param name="maxLength">Longest sequence of the model.</param>
    /// <exception cref="ArgumentException">A shape, a type or a value does not fit; the message names it.</exception>
    public static void CheckPair(Tensor first, Tensor? firstLengths, Tensor second, Tensor? secondLengths, int vocabulary, int maxLength)
    {
        CheckTokens("The first of a pair is", first, firstLengths, vocabulary, maxLength);
        CheckTokens("The second of a pair is", second, secondLengths, vocabulary, maxLength);
        if (first.shape[0] != second.shape[0])
        {
            throw new ArgumentException(
                $"There are {first.shape[0]} first and {second.shape[0]} second sequences; a pair has one of each.", nameof(second));
        }

        if (first.device_type != second.device_type)
        {
            throw new ArgumentException(
                $"The first sequences are on {first.device}, the second on {second.device}; move one of them.", nameof(second));
        }
    }

    /// <summary>Refuses a batch of vectors that a model cannot read, before any native call fails on it.</summary>
    /// <param name="values">Vectors; must be <c>[batch, length, inputs]</c>.</param>
    /// <param name="lengths">True lengths; must be int64 <c>[batch]</c>, from 1 to the padded length; or null.</param>
    /// <param name="inputs">Width of the vectors.</param>
    /// <param name="maxLength">Longest sequence of the model.</param>
    /// <param name="type">Type of the model's parameters.</param>
    /// <exception cref="ArgumentException">A shape, a type or a value does not fit; the message names it.</exception>
    public static void CheckValues(Tensor values, Tensor? lengths, int inputs, int maxLength, ScalarType type)
    {
        if (values.dim() != 3 || values.shape[2] != inputs || values.dtype != type)
        {
            throw new ArgumentException(
                $"Values are {type} [batch, length, {inputs}], not {values.dtype} {SequenceShape.Text(values)}.", nameof(values));
        }

        CheckLengths(values, lengths, maxLength, "positions");
    }

    private static void CheckTokens(string what, Tensor tokens, Tensor? lengths, int vocabulary, int maxLength)
    {
        if (tokens.dim() != 2 || tokens.dtype != ScalarType.Int64)
        {
            throw new ArgumentException($"{what} Int64 [batch, length], not {tokens.dtype} {SequenceShape.Text(tokens)}.", nameof(tokens));
        }

        CheckLengths(tokens, lengths, maxLength, "tokens");
        if (tokens.device_type != DeviceType.CPU)
        {
            return;
        }

        var (least, greatest) = Range(tokens);
        if (least < 0 || greatest >= vocabulary)
        {
            throw new ArgumentException(
                $"Token {(least < 0 ? least : greatest)} is outside the vocabulary of {vocabulary} (ids 0 to {vocabulary - 1}).",
                nameof(tokens));
        }
    }

    private static void CheckLengths(Tensor input, Tensor? lengths, int maxLength, string unit)
    {
        SequenceShape.CheckLengths("The model", input, lengths);
        var length = input.shape[1];
        if (length > maxLength)
        {
            throw new ArgumentException(
                $"The sequences are {length} {unit} long, the model reads at most {maxLength}: shorten them or declare a greater "
                    + "maxLength.",
                nameof(input));
        }

        if (lengths is null || lengths.device_type != DeviceType.CPU)
        {
            return;
        }

        var (shortest, longest) = Range(lengths);
        if (shortest < 1 || longest > length)
        {
            throw new ArgumentException(
                $"A length of {(shortest < 1 ? shortest : longest)} is outside 1 to {length}, the padded length of the batch.",
                nameof(lengths));
        }
    }

    private static (long Least, long Greatest) Range(Tensor values)
    {
        using var least = values.min();
        using var greatest = values.max();
        return (least.item<long>(), greatest.item<long>());
    }
}
