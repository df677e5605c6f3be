using System.Text;

namespace SerpentDsl.Tasks;

/// <summary>Makes encoders and tokenizers by the names that users give: bytes, characters, words, bpe, or a file.</summary>
internal static class TextEncoding
{
    /// <summary>Ids of padding, unknown and end, or of padding and end.</summary>
    private const int AddedToTokens = 2;

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
                    return new TokenizerEncoder(
                        Learn(tokenizer, most, BlocksOf(texts), lineByLine: false, context, cancellation) ?? ReadFile(tokenizer, context));
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
            _ => Learn(tokenizer, most, blocks, lineByLine: true, context, cancellation) ?? ReadFile(tokenizer, context),
        };
    }

    private static ITokenizer? Learn(
        string tokenizer, int most, IEnumerable<byte[]> blocks, bool lineByLine, TaskContext context, CancellationToken cancellation) =>
        tokenizer switch
        {
            Words => WordTokenizer.Learn(blocks, Least(most, AddedToTokens), cancellation),
            BytePairs => BytePairTrainer.Train(
                blocks, Least(most, AllBytes), lineByLine, context.Progress, cancellation),
            _ => null,
        };

    private static SourcedTokenizer ReadFile(string tokenizer, TaskContext context)
    {
        string[] candidates =
        [
            .. context.DataFolder is { } folder ? [Path.Combine(folder, tokenizer)] : Array.Empty<string>(), Path.GetFullPath(tokenizer),
        ];
        return SourcedTokenizer.Read(candidates.FirstOrDefault(Path.Exists) ?? throw new TaskDataException(
            $"There is no tokenizer '{tokenizer}': it is {Bytes}, {Characters}, {Words}, {BytePairs} or a tokenizer.json."));
    }

    private static int Least(int vocabulary, int least) => vocabulary >= least
        ? vocabulary
        : throw new TaskDataException(
            $"A vocabulary of {vocabulary:N0} beside the ids of padding and end is too small for this tokenizer; it needs {least:N0}.");

    /// <summary>Texts as blocks of lines, each text with a line end of its own.</summary>
    private static IEnumerable<byte[]> BlocksOf(IEnumerable<string> texts) => texts.Select(text => Encoding.UTF8.GetBytes(text + "\n"));
}
