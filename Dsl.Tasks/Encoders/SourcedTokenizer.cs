using System.Text;

namespace SerpentDsl.Tasks;

/// <summary>A tokenizer together with the <c>tokenizer.json</c> that it was read from, so that a run can keep the very same file.</summary>
public sealed class SourcedTokenizer : ITokenizer
{
    private readonly ITokenizer _tokenizer;

    private SourcedTokenizer(ITokenizer tokenizer, byte[] file, int? endOfText)
    {
        if (endOfText is { } end && (uint)end >= (uint)tokenizer.Vocabulary)
        {
            throw new FormatException($"the end of text is token {end}, which is none of its {tokenizer.Vocabulary:N0}");
        }

        _tokenizer = tokenizer;
        File = file;
        EndOfText = endOfText;
    }

    /// <summary>The content of the file, unpacked.</summary>
    public ReadOnlyMemory<byte> File { get; }

    /// <inheritdoc/>
    public int Vocabulary => _tokenizer.Vocabulary;

    /// <inheritdoc/>
    public int? EndOfText { get; }

    /// <summary>Reads a <c>tokenizer.json</c>, plain or gzipped.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="TaskDataException">The file is missing or damaged, or describes a tokenizer that is not supported.</exception>
    public static SourcedTokenizer Read(string path)
    {
        using var content = new SourceFile(path).Open();
        using var bytes = new MemoryStream();
        content.CopyTo(bytes);
        var tokenizer = TokenizerFile.Read(path);
        return new SourcedTokenizer(tokenizer, bytes.ToArray(), tokenizer.EndOfText);
    }

    /// <summary>Reads a file that was copied without the files beside it, which may have named the end of text.</summary>
    /// <param name="path">The file.</param>
    /// <param name="endOfText">The end of text.</param>
    internal static SourcedTokenizer Read(string path, int endOfText)
    {
        var read = Read(path);
        return new SourcedTokenizer(read._tokenizer, read.File.ToArray(), endOfText);
    }

    /// <summary>A tokenizer of the content of a file that was read before.</summary>
    /// <param name="file">The content.</param>
    /// <param name="endOfText">The end of text; null: what the content itself says.</param>
    internal static SourcedTokenizer Of(byte[] file, int? endOfText)
    {
        var tokenizer = TokenizerFile.FromJson(Encoding.UTF8.GetString(file));
        return new SourcedTokenizer(tokenizer, file, endOfText ?? tokenizer.EndOfText);
    }

    /// <inheritdoc/>
    public int[] Encode(string text) => _tokenizer.Encode(text);

    /// <inheritdoc/>
    public ReadOnlySpan<byte> BytesOf(int token) => _tokenizer.BytesOf(token);

    /// <inheritdoc/>
    public string Decode(ReadOnlySpan<int> tokens) => _tokenizer.Decode(tokens);
}
