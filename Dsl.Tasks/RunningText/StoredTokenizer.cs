namespace SerpentDsl.Tasks;

/// <summary>Writes tokenizers into a cache, and reads them back.</summary>
internal static class StoredTokenizer
{
    private const byte AsJson = 0;
    private const byte AsAlphabet = 1;
    private const byte AsFile = 2;
    private const byte AsFileWithEnd = 3;

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
                writer.Write(sourced.EndOfText is null ? AsFile : AsFileWithEnd);
                if (sourced.EndOfText is { } end)
                {
                    writer.Write(end);
                }

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
        AsFile => SourcedTokenizer.Of(reader.ReadBytes(reader.ReadInt32()), null),
        AsFileWithEnd => ReadWithEnd(reader),
        _ => TokenizerFile.FromJson(reader.ReadString()),
    };

    private static SourcedTokenizer ReadWithEnd(BinaryReader reader)
    {
        var end = reader.ReadInt32();
        return SourcedTokenizer.Of(reader.ReadBytes(reader.ReadInt32()), end);
    }
}
