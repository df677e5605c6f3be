using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using SerpentDsl.Io;

namespace SerpentDsl.Tasks;

/// <summary>
/// Stores in a run's folder what turns text into ids, so that a trained model can be used without its task: the file <c>encoder.json</c>,
/// and beside it a <c>tokenizer.json</c> where a tokenizer is used. What is read encodes every text to the same ids as what was written.
/// </summary>
public static class EncoderFile
{
    /// <summary>Name of the file.</summary>
    public const string FileName = "encoder.json";

    /// <summary>Name of the tokenizer's file beside it.</summary>
    public const string TokenizerName = "tokenizer.json";

    private const string Kind = "kind";
    private const string Alphabet = "alphabet";
    private const string Words = "words";
    private const string BytesKind = "bytes";
    private const string CharactersKind = "characters";
    private const string ListOpsKind = "listops";
    private const string WordsKind = "words";
    private const string End = "end";
    private const string TokensKind = "tokens";
    private const string CharacterTokensKind = "character tokens";
    private const string EarlierTokensKind = "tokenizer";
    private const string TextKind = "text";
    private const string TextCharactersKind = "text characters";

    private static readonly JsonSerializerOptions s_options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    };

    /// <summary>Whether a folder has such a file.</summary>
    /// <param name="folder">The folder.</param>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, FileName));

    /// <summary>Writes the encoder of a classifier.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="encoder">The encoder.</param>
    /// <exception cref="NotSupportedException">The encoder is a class that cannot be described by a file.</exception>
    public static void Write(string folder, ISequenceEncoder encoder)
    {
        switch (encoder)
        {
            case ByteEncoder:
                Write(folder, BytesKind);
                break;
            case CharacterEncoder characters:
                Write(folder, CharactersKind, (Alphabet, characters.Alphabet));
                break;
            case ListOpsEncoder:
                Write(folder, ListOpsKind);
                break;
            case WordEncoder words:
                Write(folder, WordsKind, (Words, new JsonArray([.. words.Words.Select(word => (JsonNode)word)])));
                break;
            case TokenizerEncoder { Tokenizer: CharacterTokenizer characters, KeepsIds: true } tokens:
                Write(folder, CharacterTokensKind, (Alphabet, characters.Alphabet), (End, tokens.End));
                break;
            case TokenizerEncoder { KeepsIds: true } tokens:
                WriteTokenizer(folder, tokens.Tokenizer);
                Write(folder, TokensKind, (End, tokens.End));
                break;
            case TokenizerEncoder earlier:
                WriteTokenizer(folder, earlier.Tokenizer);
                Write(folder, EarlierTokensKind);
                break;
            default:
                throw NotSupported(encoder);
        }
    }

    /// <summary>Writes the tokenizer of a language model.</summary>
    /// <param name="folder">An existing folder.</param>
    /// <param name="tokenizer">The tokenizer.</param>
    /// <exception cref="NotSupportedException">The tokenizer is a class that cannot be described by a file.</exception>
    public static void Write(string folder, ITokenizer tokenizer)
    {
        if (tokenizer is CharacterTokenizer characters)
        {
            Write(folder, TextCharactersKind, (Alphabet, characters.Alphabet));
            return;
        }

        WriteTokenizer(folder, tokenizer);
        if (tokenizer.EndOfText is { } end)
        {
            Write(folder, TextKind, (End, end));
        }
        else
        {
            Write(folder, TextKind);
        }
    }

    /// <summary>
    /// Reads what a folder holds of tokens, whatever model was trained with them: the tokenizer of a language model, or the one inside of a
    /// classifier's encoder.
    /// </summary>
    /// <param name="folder">The folder of a run, or one with a <c>tokenizer.json</c>.</param>
    /// <returns>The encoder if the folder is that of a classifier, else the tokenizer; the other one is null.</returns>
    /// <exception cref="TaskDataException">The folder holds neither, or a file is damaged.</exception>
    internal static (ISequenceEncoder? Encoder, ITokenizer? Tokenizer) ReadAny(string folder)
    {
        if (!IsIn(folder))
        {
            return (null, SourcedTokenizer.Read(Path.Combine(folder, TokenizerName)));
        }

        ITokenizer? tokenizer = null;
        var encoder = Read<object>(folder, (kind, file) => kind is TextKind or TextCharactersKind
            ? tokenizer = TokenizerOf(kind, file, folder)
            : EncoderOf(kind, file, folder));
        return tokenizer is null ? ((ISequenceEncoder)encoder, null) : (null, tokenizer);
    }

    /// <summary>Whether a folder says what its tokens are: it is that of a run, or has a <c>tokenizer.json</c>.</summary>
    /// <param name="folder">The folder.</param>
    public static bool HasTokens(string folder) => IsIn(folder) || File.Exists(Path.Combine(folder, TokenizerName));

    /// <summary>Reads the encoder of a classifier.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="TaskDataException">The file is missing or damaged, or holds the tokenizer of a language model.</exception>
    public static ISequenceEncoder Read(string folder) =>
        Read<ISequenceEncoder>(folder, (kind, file) => EncoderOf(kind, file, folder));

    /// <summary>Reads the tokenizer of a language model.</summary>
    /// <param name="folder">The folder.</param>
    /// <exception cref="TaskDataException">The file is missing or damaged, or holds the encoder of a classifier.</exception>
    public static ITokenizer ReadTokenizer(string folder) =>
        Read<ITokenizer>(folder, (kind, file) => TokenizerOf(kind, file, folder));

    private static ISequenceEncoder? EncoderOf(string kind, JsonObject file, string folder) => kind switch
    {
        BytesKind => new ByteEncoder(),
        CharactersKind => new CharacterEncoder((string)file[Alphabet]!),
        ListOpsKind => new ListOpsEncoder(),
        WordsKind => new WordEncoder(file[Words]!.AsArray().Select(word => (string)word!)),
        TokensKind => TokenizerEncoder.WithEnd(SourcedTokenizer.Read(Path.Combine(folder, TokenizerName)), (int)file[End]!),
        CharacterTokensKind => TokenizerEncoder.WithEnd(new CharacterTokenizer((string)file[Alphabet]!), (int)file[End]!),
        EarlierTokensKind => TokenizerEncoder.Earlier(SourcedTokenizer.Read(Path.Combine(folder, TokenizerName))),
        TextKind or TextCharactersKind =>
            throw new FormatException("it holds the tokenizer of a language model, not a classifier's encoder"),
        _ => null,
    };

    private static ITokenizer? TokenizerOf(string kind, JsonObject file, string folder) => kind switch
    {
        TextKind when file[End] is { } end => SourcedTokenizer.Read(Path.Combine(folder, TokenizerName), (int)end),
        TextKind => SourcedTokenizer.Read(Path.Combine(folder, TokenizerName)),
        TextCharactersKind => new CharacterTokenizer((string)file[Alphabet]!),
        BytesKind or CharactersKind or ListOpsKind or WordsKind or TokensKind or CharacterTokensKind or EarlierTokensKind =>
            throw new FormatException("it holds the encoder of a classifier, not a language model's tokenizer"),
        _ => null,
    };

    private static T Read<T>(string folder, Func<string, JsonObject, T?> make)
        where T : class
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            var file = JsonNode.Parse(File.ReadAllText(path))?.AsObject() ?? throw new FormatException("it is empty");
            var kind = (string?)file[Kind] ?? throw new FormatException("it names no kind");
            return make(kind, file) ?? throw new FormatException($"its kind '{kind}' is not known to this version");
        }
        catch (FileNotFoundException problem)
        {
            throw new TaskDataException(
                $"{folder} has no {FileName}, which tells how text becomes ids. Name the folder of a run.", problem);
        }
        catch (Exception problem) when (problem is JsonException or FormatException or InvalidOperationException or ArgumentException
            or NullReferenceException or OverflowException or IOException or UnauthorizedAccessException)
        {
            throw new TaskDataException(
                $"{path} cannot be read: {problem.Message.TrimEnd('.')}. Restore it from a copy, or train again.", problem);
        }
    }

    private static void Write(string folder, string kind, params ReadOnlySpan<(string Name, JsonNode Value)> members)
    {
        var file = new JsonObject { [Kind] = kind };
        foreach (var (name, value) in members)
        {
            file[name] = value;
        }

        var text = file.ToJsonString(s_options);
        AtomicFile.Write(Path.Combine(folder, FileName), stream => stream.Write(Encoding.UTF8.GetBytes(text)));
    }

    private static void WriteTokenizer(string folder, ITokenizer tokenizer)
    {
        var path = Path.Combine(folder, TokenizerName);
        if (tokenizer is SourcedTokenizer sourced)
        {
            AtomicFile.Write(path, stream => stream.Write(sourced.File.Span));
            return;
        }

        try
        {
            TokenizerFile.Write(path, tokenizer);
        }
        catch (ArgumentException problem)
        {
            throw NotSupported(tokenizer, problem);
        }
    }

    private static NotSupportedException NotSupported(object encoder, Exception? inner = null) => new(
        $"A {encoder.GetType().Name} is a class of its own that no file describes, so that the run does not keep it: whoever uses the "
            + "model needs its task.",
        inner);
}
