using System.Globalization;
using System.Text;
using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Inspection;

/// <summary>Turns texts and rows into a task's tokens, with readable names.</summary>
internal static class TextTokens
{
    /// <summary>Splits a text into tokens as the task does. Loads the task's data only if the tokens depend on the data.</summary>
    /// <param name="task">The task.</param>
    /// <param name="text">The text.</param>
    /// <param name="data">The folders for data and cache.</param>
    /// <param name="cancellation">Stops the loading.</param>
    /// <exception cref="UsageException">The task cannot turn text into tokens.</exception>
    public static IReadOnlyList<TextToken> Of(ITask task, string text, TaskContext data, CancellationToken cancellation)
    {
        if (task is ITextTask { Encoder: var known })
        {
            return Of(known, text);
        }

        switch (task)
        {
            case ILanguageTask language:
                using (var splits = language.Load(data, cancellation))
                {
                    return Of(splits.Tokenizer, splits.Tokenizer.Encode(text));
                }

            case ISequenceTask sequences when sequences.Load(data, cancellation).Encoder is { } encoder:
                return Of(encoder, text);
            case IPairTask pairs when pairs.Load(data, cancellation).Encoder is { } encoder:
                return Of(encoder, text);
            default:
                throw new UsageException(
                    $"{task.Name} cannot turn a text into tokens: its splits have no Encoder. Set one where the task loads them.");
        }
    }

    /// <summary>Gives tokens of running text readable names.</summary>
    public static IReadOnlyList<TextToken> Of(ITokenizer tokenizer, IEnumerable<int> tokens) =>
        [.. tokens.Select(id => new TextToken(id, Encoding.UTF8.GetString(tokenizer.BytesOf(id))))];

    /// <summary>Gives the tokens of a row readable names; without an encoder the names are the ids.</summary>
    public static IReadOnlyList<TextToken> Of(ISequenceEncoder? encoder, IEnumerable<ushort> tokens) =>
        [.. tokens.Select(id => new TextToken(id, encoder?.NameOf(id) ?? id.ToString(CultureInfo.InvariantCulture)))];

    // Two more than the number of bytes, the largest possible number of ids, so that nothing is cut. Too long a text is refused later.
    private static IReadOnlyList<TextToken> Of(ISequenceEncoder encoder, string text) =>
        Of(encoder, encoder.Encode(text, Encoding.UTF8.GetByteCount(text) + 2));
}
