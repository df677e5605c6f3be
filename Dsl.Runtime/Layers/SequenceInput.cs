using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Layers;

/// <summary>What a model demands of the token batches it is given.</summary>
public static class SequenceInput
{
    /// <summary>
    /// Refuses a batch that a model cannot read, before any native call fails on it. The values of tokens and lengths are
    /// looked at on the CPU only: on a GPU that would wait for all work queued before.
    /// </summary>
    /// <param name="tokens">What should be token ids, int64 <c>[batch, length]</c>.</param>
    /// <param name="lengths">What should be true lengths, int64 <c>[batch]</c>, from 1 to the padded length; or null.</param>
    /// <param name="vocabulary">Rows of the embedding table.</param>
    /// <param name="maxLength">Longest sequence of the model.</param>
    /// <exception cref="ArgumentException">They are not; the message names the values.</exception>
    public static void Check(Tensor tokens, Tensor? lengths, int vocabulary, int maxLength)
    {
        if (tokens.dim() != 2 || tokens.dtype != ScalarType.Int64)
        {
            throw new ArgumentException($"Tokens are Int64 [batch, length], not {tokens.dtype} {SequenceShape.Text(tokens)}.", nameof(tokens));
        }

        SequenceShape.CheckLengths("The model", tokens, lengths);
        var length = tokens.shape[1];
        if (length > maxLength)
        {
            throw new ArgumentException(
                $"The sequences are {length} tokens long, the model reads at most {maxLength}: shorten them or declare a greater maxLength.", nameof(tokens));
        }

        if (tokens.device_type != DeviceType.CPU)
        {
            return;
        }

        var (least, greatest) = Range(tokens);
        if (least < 0 || greatest >= vocabulary)
        {
            throw new ArgumentException(
                $"Token {(least < 0 ? least : greatest)} is outside the vocabulary of {vocabulary} (ids 0 to {vocabulary - 1}).", nameof(tokens));
        }

        if (lengths is null)
        {
            return;
        }

        var (shortest, longest) = Range(lengths);
        if (shortest < 1 || longest > length)
        {
            throw new ArgumentException(
                $"A length of {(shortest < 1 ? shortest : longest)} is outside 1 to {length}, the padded length of the batch.", nameof(lengths));
        }
    }

    private static (long Least, long Greatest) Range(Tensor values)
    {
        using var least = values.min();
        using var greatest = values.max();
        return (least.item<long>(), greatest.item<long>());
    }
}
