using System.Text.Json;

namespace SerpentDsl.Tasks.TokenizerFiles;

/// <summary>Turns pieces of text into ids. Immutable: any number of threads may use one.</summary>
internal abstract class TokenModel
{
    protected TokenModel(Dictionary<string, int> ids) => Ids = ids;

    /// <summary>The id of every token.</summary>
    public IReadOnlyDictionary<string, int> Ids { get; }

    /// <summary>Encodes a piece.</summary>
    /// <param name="piece">The piece, not empty.</param>
    /// <param name="ids">Receives its ids.</param>
    /// <exception cref="TaskDataException">A part of the text has no token, and there is none for unknown text.</exception>
    public abstract void Encode(string piece, List<int> ids);

    /// <summary>Reads the <c>model</c> of a <c>tokenizer.json</c>.</summary>
    /// <exception cref="FormatException">It is of a type, or has a key or a value, that is not known here.</exception>
    public static TokenModel Read(FileComponent component)
    {
        // Older files name no type.
        var type = component.TextOrNull("type")
            ?? (component.Has("merges") ? "BPE"
                : component.Has("max_input_chars_per_word") ? "WordPiece"
                : component.Required("vocab").ValueKind == JsonValueKind.Array ? "Unigram"
                : "WordLevel");
        TokenModel result = type switch
        {
            "BPE" => BytePairModel.Read(component),
            "WordLevel" => new WordModel(ReadVocabulary(component), component.Text("unk_token")),
            "WordPiece" => WordPieceModel.Read(component),
            "Unigram" => UnigramModel.Read(component),
            _ => throw component.UnknownType(),
        };
        component.Finish();
        return result;
    }

    /// <summary>Reads a <c>vocab</c> that gives every token its id: 0, 1, …, each once.</summary>
    public static Dictionary<string, int> ReadVocabulary(FileComponent component)
    {
        var vocabulary = component.Required("vocab");
        if (vocabulary.ValueKind != JsonValueKind.Object)
        {
            throw component.Wrong("vocab", "an object of tokens with their ids");
        }

        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var token in vocabulary.EnumerateObject())
        {
            if (!ids.TryAdd(token.Name, component.NumberOf(token.Value, token.Name)))
            {
                throw new FormatException($"its vocabulary has the token '{token.Name}' twice.");
            }
        }

        return ids;
    }

    /// <summary>Says that a piece of text cannot be encoded.</summary>
    protected static TaskDataException Unknown(string text, string? unknown) => new(
        unknown is null
            ? $"The tokenizer has no token for '{text}', and none for unknown text. Leave such text out."
            : $"The tokenizer has no token for '{text}', and its token for unknown text, '{unknown}', is not in its vocabulary. Leave such "
                + "text out, or add the token.");
}
