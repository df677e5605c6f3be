using SerpentDsl.Specs;

namespace SerpentDsl.Tasks;

/// <summary>
/// Running text for a language model: a plain text file, or a folder of them, which are read one after the other in the order of their
/// names. Without files of their own, validation and test are the last parts of the text.
/// </summary>
/// <param name="path">The file; or a folder with <c>train.txt</c>, <c>validation.txt</c> and <c>test.txt</c>, or with any texts.</param>
public class TextFileTask(string path) : DataFileTask(path), ILanguageTask
{
    private const int BytesIds = 256;
    private static readonly string[] s_extensions = [".txt", ".text", ".md"];

    private ITokenizer? _tokenizer;

    /// <summary>
    /// What a token is: <c>bytes</c>, <c>characters</c>, <c>words</c>, <c>bpe</c> (byte pairs learned from the training text), or a
    /// <c>tokenizer.json</c>.
    /// </summary>
    public string Tokenizer { get; init; } = "bytes";

    /// <summary>Most ids of characters, words and byte pairs; null: as many as the model has, and 8,192 where no model is known.</summary>
    public int? VocabularySize { get; init; }

    /// <summary>Number of ids; 0 until the data is loaded, except for bytes.</summary>
    public override int Vocabulary => _tokenizer?.Vocabulary ?? (Tokenizer == "bytes" ? BytesIds : 0);

    /// <inheritdoc/>
    public override void Recall(string run)
    {
        if (EncoderFile.IsIn(run))
        {
            _tokenizer = EncoderFile.ReadTokenizer(run);
        }
    }

    /// <inheritdoc/>
    public LanguageSplits Load(TaskContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(context);
        var files = Locate(context, path => s_extensions.Contains(TableSettings.ExtensionOf(path), StringComparer.OrdinalIgnoreCase));
        var parts = TextParts.Of(files, ValidationShare, TestShare, s_extensions);
        var most = VocabularySize ?? (Head as LanguageModelHeadSpec)?.Vocabulary;
        var known = _tokenizer;
        var tokens = TextEncoding.KeyOf(Tokenizer, context);
        var splits = RunningText.Load(
            Name,
            FormattableString.Invariant($"own text 1, {tokens}, {most}, shares {ValidationShare} {TestShare}")
                + (known is null ? "" : $", known {known.Vocabulary}"),
            parts,
            blocks => known ?? TextEncoding.TokenizerFor(Tokenizer, most, blocks, context, cancellation),
            files.Description,
            context,
            cancellation);
        _tokenizer = splits.Tokenizer;
        return splits with { DocumentEnd = splits.Tokenizer.EndOfText };
    }
}
