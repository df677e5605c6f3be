using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Datasets;

/// <summary>Pieces of a text, side by side in one array: inputs and targets.</summary>
/// <param name="Inputs">Token ids, <c>[batch, length]</c> row by row, padded with 0.</param>
/// <param name="Targets">The next token at each position; <see cref="Ignored"/> where the prediction does not count.</param>
/// <param name="Lengths">True length of each piece.</param>
/// <param name="Longest">Length of the longest piece.</param>
/// <param name="Predictions">Number of targets that count.</param>
internal sealed record TextRows(long[] Inputs, long[] Targets, long[] Lengths, int Longest, int Predictions)
{
    /// <summary>Marks a position whose prediction does not count.</summary>
    public const long Ignored = -100;

    /// <summary>Shape of the inputs.</summary>
    public long[] Shape => [Lengths.Length, Longest];

    /// <summary>Tokens read, padding not counted.</summary>
    public int Tokens => (int)Lengths.Sum();

    /// <summary>Whether some pieces are shorter than others.</summary>
    public bool IsPadded => Tokens < Inputs.Length;

    /// <summary>Reads pieces of a stream.</summary>
    public static TextRows Read(TokenStream stream, ReadOnlySpan<TextSpan> spans)
    {
        var longest = 0;
        var predictions = 0;
        foreach (var span in spans)
        {
            longest = Math.Max(longest, span.Length);
            predictions += span.Scored;
        }

        var inputs = new long[spans.Length * longest];
        var targets = new long[inputs.Length];
        var lengths = new long[spans.Length];
        var tokens = new int[longest + 1];
        Array.Fill(targets, Ignored);
        for (var i = 0; i < spans.Length; i++)
        {
            var (start, length, scored) = spans[i];
            stream.Read(start, tokens.AsSpan(0, length + 1));
            for (var position = 0; position < length; position++)
            {
                inputs[(i * longest) + position] = tokens[position];
                targets[(i * longest) + position] = position < length - scored ? Ignored : tokens[position + 1];
            }

            lengths[i] = length;
        }

        return new TextRows(inputs, targets, lengths, longest, predictions);
    }
}
