using System.Globalization;
using System.Text;
using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Inspection;

/// <summary>Texts and rows as the tokens that a task makes of them, with their names.</summary>
internal static class TextTokens
{
    /// <summary>Cuts a text as a task does it; loads the task's data where only that says how.</summary>
    /// <param name="task">The task.</param>
    /// <param name="text">The text.</param>
    /// <param name="data">Where its data may be found and cached.</param>
    /// <param name="cancellation">Stops the loading.</param>
    /// <exception cref="UsageException">The task has no text form.</exception>
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
                throw new UsageException($"{task.Name} does not say how a text becomes tokens: its splits have no Encoder.");
        }
    }

    /// <summary>Names tokens of running text.</summary>
    public static IReadOnlyList<TextToken> Of(ITokenizer tokenizer, IEnumerable<int> tokens) =>
        [.. tokens.Select(id => new TextToken(id, Encoding.UTF8.GetString(tokenizer.BytesOf(id))))];

    /// <summary>Names the tokens of a row; they are called by their ids where nothing says what they stand for.</summary>
    public static IReadOnlyList<TextToken> Of(ISequenceEncoder? encoder, IEnumerable<ushort> tokens) =>
        [.. tokens.Select(id => new TextToken(id, encoder?.NameOf(id) ?? id.ToString(CultureInfo.InvariantCulture)))];

    // No encoding has more ids than bytes and a mark at the end; a text that is too long is refused later, not cut.
    private static IReadOnlyList<TextToken> Of(ISequenceEncoder encoder, string text) =>
        Of(encoder, encoder.Encode(text, Encoding.UTF8.GetByteCount(text) + 2));
}
