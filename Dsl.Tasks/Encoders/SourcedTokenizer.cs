using System.Text;

namespace SerpentDsl.Tasks;

/// <summary>A tokenizer together with the <c>tokenizer.json</c> that it was read from, so that a run can keep the very same file.</summary>
public sealed class SourcedTokenizer : ITokenizer
{
    private readonly ITokenizer _tokenizer;

    private SourcedTokenizer(ITokenizer tokenizer, byte[] file)
    {
        _tokenizer = tokenizer;
        File = file;
    }

    /// <summary>The content of the file, unpacked.</summary>
    public ReadOnlyMemory<byte> File { get; }

    /// <inheritdoc/>
    public int Vocabulary => _tokenizer.Vocabulary;

    /// <inheritdoc/>
    public int? EndOfText => _tokenizer.EndOfText;

    /// <summary>Reads a <c>tokenizer.json</c>, plain or gzipped.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="TaskDataException">The file is missing or damaged, or describes a tokenizer that is not supported.</exception>
    public static SourcedTokenizer Read(string path)
    {
        using var content = new SourceFile(path).Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        return new SourcedTokenizer(TokenizerFile.Read(path), bytes.ToArray());
    }

    /// <summary>A tokenizer of the content of a file that was read before.</summary>
    internal static SourcedTokenizer Of(byte[] file) => new(TokenizerFile.FromJson(Encoding.UTF8.GetString(file)), file);

    /// <inheritdoc/>
    public int[] Encode(string text) => _tokenizer.Encode(text);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> BytesOf(int token) => _tokenizer.BytesOf(token);

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> tokens) => _tokenizer.Decode(tokens);
}
