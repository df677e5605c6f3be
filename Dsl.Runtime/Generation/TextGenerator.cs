using SerpentDsl.Specs;
using SerpentDsl.Tasks;

namespace SerpentDsl.Generation;

/// <summary>Continues texts with a language model, several at a time, and returns them piece by piece as they are written.</summary>
/// <remarks>
/// A text depends only on its prompt, the options and the model, not on the other prompts of the call. Calls do not influence each other,
/// but share the model, so that they must not run at the same time.
/// </remarks>
public sealed class TextGenerator
{
    private readonly IStreamingModel _model;
    private readonly ITokenizer _tokenizer;
    private readonly int _vocabulary;

    /// <param name="model">A language model in evaluation mode. Its parameters must not change.</param>
    /// <param name="tokenizer">The tokenizer that it was trained with.</param>
    /// <param name="vocabulary">Number of tokens that the model knows (<see cref="LanguageModelHeadSpec.Vocabulary"/>), at least the
    /// tokenizer's; ids beyond the tokenizer's are never written.</param>
    /// <exception cref="ArgumentException">The tokenizer has more tokens than the model.</exception>
    public TextGenerator(IStreamingModel model, ITokenizer tokenizer, int vocabulary)
    {
        if (tokenizer.Vocabulary > vocabulary)
        {
            throw new ArgumentException(
                $"The tokenizer has {tokenizer.Vocabulary} tokens, the model only {vocabulary}. "
                + "Use the tokenizer that the model was trained with.",
                nameof(tokenizer));
        }

        _model = model;
        _tokenizer = tokenizer;
        _vocabulary = tokenizer.Vocabulary;
    }

    /// <summary>Size of the model's state in the last call, in bytes.</summary>
    public long StateBytes { get; private set; }

    /// <summary>Turns a prompt into tokens.</summary>
    /// <param name="prompt">The text.</param>
    /// <exception cref="ArgumentException">It has no tokens.</exception>
    public int[] Encode(string prompt) => _tokenizer.Encode(prompt) is { Length: > 0 } tokens
        ? tokens
        : throw new ArgumentException($"The prompt '{prompt}' has no tokens. Give a text that the tokenizer knows.", nameof(prompt));

    /// <summary>Continues one text.</summary>
    /// <param name="prompt">The text.</param>
    /// <param name="options">How it is continued.</param>
    /// <param name="cancellation">Stops the writing.</param>
    /// <returns>The text that follows, without the prompt.</returns>
    /// <exception cref="ArgumentException">The prompt has no tokens, or an option is not allowed.</exception>
    public string Complete(string prompt, GenerationOptions options, CancellationToken cancellation = default) =>
        string.Concat(Generate([prompt], options, cancellation).Select(piece => piece.Text));

    /// <summary>Continues texts, of any lengths, together.</summary>
    /// <param name="prompts">The texts, at least one.</param>
    /// <param name="options">How they are continued.</param>
    /// <param name="cancellation">Stops the writing between two tokens.</param>
    /// <returns>The pieces in the order in which they are written; the last one of each prompt says why its text ends.</returns>
    /// <exception cref="ArgumentException">A prompt has no tokens, or an option is not allowed; thrown at once.</exception>
    public IEnumerable<TextPiece> Generate(
        IReadOnlyList<string> prompts, GenerationOptions options, CancellationToken cancellation = default) =>
        Generate([.. prompts.Select(Encode)], options, cancellation);

    /// <summary>Continues texts that are tokens already, of any lengths, together.</summary>
    /// <param name="prompts">The tokens of the texts, at least one text and one token each.</param>
    /// <param name="options">How they are continued.</param>
    /// <param name="cancellation">Stops the writing between two tokens.</param>
    /// <returns>The pieces in the order in which they are written; the last one of each prompt says why its text ends.</returns>
    /// <exception cref="ArgumentException">There is no prompt, one is empty, or an option is not allowed; thrown at once.</exception>
    public IEnumerable<TextPiece> Generate(
        IReadOnlyList<int[]> prompts, GenerationOptions options, CancellationToken cancellation = default)
    {
        options.Validate();
        if (prompts.Count == 0 || prompts.Any(prompt => prompt.Length == 0))
        {
            throw new ArgumentException("A text is continued from at least one prompt, each of at least one token.", nameof(prompts));
        }

        return Write(prompts, options, cancellation);
    }

    private IEnumerable<TextPiece> Write(IReadOnlyList<int[]> prompts, GenerationOptions options, CancellationToken cancellation)
    {
        using var generator = new TokenGenerator(_model, _vocabulary, [.. prompts.Select(_ => new TokenSampler(options.Sampling))]);
        StateBytes = generator.StateBytes;
        TextStream[] streams = [.. prompts.Select(prompt => new TextStream(_tokenizer, prompt, options.Stops))];
        cancellation.ThrowIfCancellationRequested();
        var tokens = generator.Read(prompts);
        for (var written = 1; ; written++)
        {
            for (var row = 0; row < tokens.Length; row++)
            {
                if (tokens[row] < 0)
                {
                    continue;
                }

                var piece = Write(row, tokens[row], written, streams[row], options);
                if (piece.Finish is not null)
                {
                    tokens[row] = -1;
                }

                if (piece.Finish is not null || piece.Text.Length > 0)
                {
                    yield return piece;
                }
            }

            if (Array.TrueForAll(tokens, token => token < 0))
            {
                yield break;
            }

            cancellation.ThrowIfCancellationRequested();
            generator.Step(tokens);
        }
    }

    private TextPiece Write(int row, int token, int written, TextStream stream, GenerationOptions options)
    {
        if (options.StopAtEndOfText && token == _tokenizer.EndOfText)
        {
            var rest = stream.Flush();
            return new TextPiece(row, rest, written - 1, stream.Stopped ? FinishReason.Stop : FinishReason.EndOfText);
        }

        var text = stream.Append(token);
        if (!stream.Stopped && written >= options.Tokens)
        {
            text += stream.Flush();
            return new TextPiece(row, text, written, stream.Stopped ? FinishReason.Stop : FinishReason.Length);
        }

        return new TextPiece(row, text, written, stream.Stopped ? FinishReason.Stop : null);
    }
}
