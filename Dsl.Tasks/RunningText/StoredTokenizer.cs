namespace SerpentDsl.Tasks;

/// <summary>Writes tokenizers into a cache, and reads them back.</summary>
internal static class StoredTokenizer
{
    private const byte AsJson = 0;
    private const byte AsAlphabet = 1;
    private const byte AsFile = 2;

    /// <summary>Writes a tokenizer.</summary>
    public static void Write(BinaryWriter writer, ITokenizer tokenizer)
    {
        switch (tokenizer)
        {
            case CharacterTokenizer characters:
                writer.Write(AsAlphabet);
                writer.Write(characters.Alphabet);
                break;
            case SourcedTokenizer sourced:
                writer.Write(AsFile);
                writer.Write(sourced.File.Length);
                writer.Write(sourced.File.Span);
                break;
            default:
                writer.Write(AsJson);
                writer.Write(TokenizerFile.ToJson(tokenizer));
                break;
        }
    }

    /// <summary>Reads it back.</summary>
    public static ITokenizer Read(BinaryReader reader) => reader.ReadByte() switch
    {
        AsAlphabet => new CharacterTokenizer(reader.ReadString()),
        AsFile => SourcedTokenizer.Of(reader.ReadBytes(reader.ReadInt32())),
        _ => TokenizerFile.FromJson(reader.ReadString()),
    };
}
