using SerpentDsl.Specs;

namespace SerpentDsl.Tasks;

/// <summary>
/// The common part of classifiers of text: collects the labels, makes the tokenizer, encodes the rows. Id 0 is padding, and every row ends
/// with the end of sequence.
/// </summary>
public abstract class LabelledTextTask : DataFileTask
{
    private ISequenceEncoder? _encoder;
    private IReadOnlyList<string>? _labels;
    private int _longest;

    private protected LabelledTextTask(string path)
        : base(path)
    {
    }

    /// <summary>
    /// What a token is: <c>bytes</c>, <c>characters</c>, <c>words</c>, <c>bpe</c> (byte pairs learned from the training rows), or a
    /// <c>tokenizer.json</c>.
    /// </summary>
    public string Tokenizer { get; init; } = "bytes";

    /// <summary>Most ids of characters, words and byte pairs; null: as many as the model has, and 8,192 where no model is known.</summary>
    public int? VocabularySize { get; init; }

    /// <summary>Longest row, in tokens with the end; null: as long as the model reads.</summary>
    public int? LongestText { get; init; }

    /// <summary>Number of ids; 0 until the data is loaded, except for bytes.</summary>
    public override int Vocabulary => _encoder switch
    {
        CharacterEncoder characters => characters.Vocabulary,
        TokenizerEncoder tokens => tokens.Vocabulary,
        ByteEncoder => ByteEncoder.Vocabulary,
        _ => Tokenizer == "bytes" ? ByteEncoder.Vocabulary : 0,
    };

    /// <summary>Number of classes; 0 until the data is loaded.</summary>
    public int Classes => _labels?.Count ?? 0;

    /// <summary>Longest row, in tokens with the end; 0 until the data is loaded, unless it is set.</summary>
    public int MaxLength => LongestText ?? _longest;

    /// <inheritdoc/>
    public override void Recall(string run)
    {
        if (EncoderFile.IsIn(run))
        {
            _encoder = EncoderFile.Read(run);
        }

        if (LabelFile.IsIn(run))
        {
            _labels = LabelFile.Read(run).Classes;
        }
    }

    /// <summary>Encodes the rows of the splits.</summary>
    /// <returns>The encoded texts of each split and the number of rows that were cut.</returns>
    private protected EncodedTexts Encode(
        IReadOnlyList<LabelledText>[] splits, string source, TaskContext context, CancellationToken cancellation)
    {
        string[] LabelsOf(int split) => [.. splits[split].Select(row => row.Label)];
        _labels ??= LabelNames.Of(source, LabelsOf(0), LabelsOf(1).Concat(LabelsOf(2)));
        var numbers = _labels.Index().ToDictionary(label => label.Item, label => label.Index, StringComparer.Ordinal);
        _encoder ??= TextEncoding.EncoderFor(
            Tokenizer,
            VocabularySize ?? VocabularyOf(Head),
            splits[0].SelectMany(row => row.Second is null ? [row.Text] : new[] { row.Text, row.Second }),
            context,
            cancellation);
        context.Progress?.Report(new TaskProgress("encoding texts", 0, 0));
        var longest = LongestText ?? Head?.MaxLength ?? int.MaxValue;
        EncodedText[][] encoded;
        try
        {
            encoded =
            [
                .. splits.Select(split => split.AsParallel().AsOrdered().WithCancellation(cancellation).Select(row => new EncodedText(
                    Cut(row.Text), row.Second is null ? null : Cut(row.Second), NumberOf(row.Label))).ToArray()),
            ];
        }
        catch (AggregateException problem) when (problem.InnerException is TaskDataException first)
        {
            throw first;
        }

        int[] cut = [.. encoded.Select(split => split.Count(row => row.First.IsCut || row.Second is { IsCut: true }))];
        _longest = encoded.SelectMany(split => split).Max(row => Math.Max(row.First.Tokens.Length, row.Second?.Tokens.Length ?? 0));
        return new EncodedTexts(encoded, _encoder, _labels, new CutRows(cut[0], cut[1], cut[2]));

        int NumberOf(string label) =>
            numbers.TryGetValue(label, out var number) ? number : throw LabelNames.Unknown(source, label, _labels);

        CutText Cut(string text)
        {
            var tokens = _encoder.Encode(text, int.MaxValue);
            return tokens.Length <= longest ? new(tokens, false) : new([.. tokens[..(longest - 1)], tokens[^1]], true);
        }
    }

    private static int? VocabularyOf(HeadSpec? head) => head switch
    {
        ClassifierHeadSpec classifier => classifier.Vocabulary,
        PairClassifierHeadSpec pair => pair.Vocabulary,
        _ => null,
    };
}
