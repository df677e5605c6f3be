using System.Security.Cryptography;
using System.Text;
using SerpentDsl.Io;

namespace SerpentDsl.Tasks;

/// <summary>Makes encoders and tokenizers by the names that users give: bytes, characters, words, bpe, a file or a folder.</summary>
internal static class TextEncoding
{
    /// <summary>The id that ends a row, beside those of tokens.</summary>
    private const int AddedToTokens = 1;

    /// <summary>Least number of words: the line end and the unknown word.</summary>
    private const int LeastWords = 2;

    /// <summary>Number of ids that are learned where neither the user nor a model says how many.</summary>
    private const int LearnedByDefault = 8192;

    /// <summary>Number of different bytes, each of which has an id in every byte-pair vocabulary.</summary>
    private const int AllBytes = 256;

    private const string Bytes = "bytes";
    private const string Characters = "characters";
    private const string Words = "words";
    private const string BytePairs = "bpe";

    /// <summary>The encoder of a classifier's rows.</summary>
    /// <param name="tokenizer">What the user names.</param>
    /// <param name="vocabulary">Most ids; null: not limited.</param>
    /// <param name="texts">The training texts.</param>
    /// <param name="context">Finds the tokenizer's file, and receives the progress.</param>
    /// <param name="cancellation">Stops the learning.</param>
    /// <exception cref="TaskDataException">There is no such tokenizer, or it does not fit.</exception>
    public static ISequenceEncoder EncoderFor(
        string tokenizer, int? vocabulary, IEnumerable<string> texts, TaskContext context, CancellationToken cancellation)
    {
        switch (tokenizer)
        {
            case Bytes:
                return new ByteEncoder();
            case Characters:
                return new CharacterEncoder(CharacterEncoder.AlphabetOf(
                    texts, int.MaxValue, minimum: 1, Least(vocabulary ?? LearnedByDefault, SpecialTokens.Count + 1) - SpecialTokens.Count));
            default:
                try
                {
                    var most = Math.Min(vocabulary - AddedToTokens ?? LearnedByDefault, TokenizerEncoder.MostTokens);
                    var learned = Learn(tokenizer, most, BlocksOf(texts), lineByLine: false, context, cancellation);
                    var (encoder, known) = learned is null ? Find(tokenizer, context) : (null, learned);
                    return encoder ?? new TokenizerEncoder(known!);
                }
                catch (ArgumentException problem)
                {
                    throw new TaskDataException(problem.Message.Split(" (Parameter")[0], problem);
                }
        }
    }

    /// <summary>The tokenizer of running text.</summary>
    /// <param name="tokenizer">What the user names.</param>
    /// <param name="vocabulary">Most ids; null: not limited.</param>
    /// <param name="blocks">The training text, cut at line ends.</param>
    /// <param name="context">Finds the tokenizer's file, and receives the progress.</param>
    /// <param name="cancellation">Stops the learning.</param>
    /// <exception cref="TaskDataException">There is no such tokenizer.</exception>
    public static ITokenizer TokenizerFor(
        string tokenizer, int? vocabulary, IEnumerable<byte[]> blocks, TaskContext context, CancellationToken cancellation)
    {
        var most = vocabulary ?? LearnedByDefault;
        return tokenizer switch
        {
            Bytes => BytePairTrainer.Train([], AllBytes, lineByLine: true),
            Characters => new CharacterTokenizer(CharacterEncoder.AlphabetOf(
                blocks.Select(block => Encoding.UTF8.GetString(block)), int.MaxValue, minimum: 1, Least(most, 2) - 1)),
            _ => Learn(tokenizer, most, blocks, lineByLine: true, context, cancellation) ?? (Find(tokenizer, context) switch
            {
                (TokenizerEncoder { KeepsIds: true } encoder, _) => encoder.Tokenizer,
                ({ } encoder, _) => throw new TaskDataException(
                    $"{tokenizer} is a classifier, whose ids ({encoder.GetType().Name}) are not those of running text. Name a "
                        + "tokenizer, or begin from a language model."),
                (_, { } known) => known,
                _ => throw new InvalidOperationException(),
            }),
        };
    }

    private static ITokenizer? Learn(
        string tokenizer, int most, IEnumerable<byte[]> blocks, bool lineByLine, TaskContext context, CancellationToken cancellation) =>
        tokenizer switch
        {
            Words => WordTokenizer.Learn(blocks, Least(most, LeastWords), cancellation),
            BytePairs => BytePairTrainer.Train(
                blocks, Least(most, AllBytes), lineByLine, context.Progress, cancellation),
            _ => null,
        };

    /// <summary>What tokens depend on besides the text: the name, and the content of the files that it may mean.</summary>
    /// <param name="tokenizer">What the user names.</param>
    /// <param name="context">Finds the tokenizer's file.</param>
    public static string KeyOf(string tokenizer, TaskContext context)
    {
        if (tokenizer is Bytes or Characters or Words or BytePairs || PathOf(tokenizer, context) is not { } path)
        {
            return tokenizer;
        }

        var folder = Directory.Exists(path) ? path : Path.GetDirectoryName(path)!;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var file in new[] { path, Path.Combine(folder, EncoderFile.FileName), Path.Combine(folder, EncoderFile.TokenizerName) }
            .Concat(TokenizerFiles.EndOfTextFiles.Names.Select(name => Path.Combine(folder, name)))
            .Where(file => RegularFile.Problem(file) is null).Distinct())
        {
            hash.AppendData(File.ReadAllBytes(file));
        }

        return $"{tokenizer} {Convert.ToHexStringLower(hash.GetHashAndReset())[..16]}";
    }

    /// <summary>What a path holds: a <c>tokenizer.json</c>, or a folder of a model that was trained with one.</summary>
    private static (ISequenceEncoder? Encoder, ITokenizer? Tokenizer) Find(string tokenizer, TaskContext context)
    {
        var path = PathOf(tokenizer, context) ?? throw new TaskDataException(
            $"There is no tokenizer '{tokenizer}': it is {Bytes}, {Characters}, {Words}, {BytePairs}, a tokenizer.json, or the folder of "
                + "a model that has one.");
        return !Directory.Exists(path) ? (null, SourcedTokenizer.Read(path))
            : EncoderFile.HasTokens(path) ? EncoderFile.ReadAny(path)
            : throw new TaskDataException($"The folder {path} has neither {EncoderFile.FileName} nor {EncoderFile.TokenizerName}, so that "
                + "nothing says how text becomes ids. Name another folder, or a file.");
    }

    private static string? PathOf(string tokenizer, TaskContext context)
    {
        string[] candidates =
        [
            .. context.DataFolder is { } folder ? [Path.Combine(folder, tokenizer)] : Array.Empty<string>(), Path.GetFullPath(tokenizer),
        ];
        return candidates.FirstOrDefault(Path.Exists);
    }

    private static int Least(int vocabulary, int least) => vocabulary >= least
        ? vocabulary
        : throw new TaskDataException(
            $"A vocabulary of {vocabulary:N0} beside the id that ends a row is too small for this tokenizer; it needs {least:N0}.");

    /// <summary>Texts as blocks of lines, each text with a line end of its own.</summary>
    private static IEnumerable<byte[]> BlocksOf(IEnumerable<string> texts) => texts.Select(text => Encoding.UTF8.GetBytes(text + "\n"));
}
