using CommandLine;

namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>
/// Options for data of one's own that <c>--data</c> names. The parser reads them from this interface, so that each is described once.
/// </summary>
internal interface IOwnDataOptions
{
    [Option("format", MetaValue = "FORM",
        HelpText = "Own data: csv, tsv, jsonl, parquet, folders (one for each class) or text, where the name of --data does not tell it.")]
    string? Format { get; set; }

    [Option("text", MetaValue = "COLUMN", HelpText = "Own data: the column of the text, or of the first text of a pair.")]
    string? Text { get; set; }

    [Option("second", MetaValue = "COLUMN", HelpText = "Own data: the column of the second text of a pair.")]
    string? Second { get; set; }

    [Option("label", MetaValue = "COLUMN", HelpText = "Own data: the column of the class.")]
    string? Label { get; set; }

    [Option("values", MetaValue = "A,B,…", HelpText = "Own series: the columns of the values (default: all others).")]
    string? Values { get; set; }

    [Option("target", MetaValue = "A,B,…", HelpText = "Own series: the columns of the numbers to predict.")]
    string? Target { get; set; }

    [Option("series", MetaValue = "COLUMN", HelpText = "Own series, a row for each position: the column that names the series.")]
    string? Series { get; set; }

    [Option("time", MetaValue = "COLUMN", HelpText = "With --series: the column that orders the rows of a series.")]
    string? Time { get; set; }

    [Option("validation", MetaValue = "FILE", HelpText = "Own data: the validation rows (default: a part of --data).")]
    string? Validation { get; set; }

    [Option("test", MetaValue = "FILE", HelpText = "Own data: the test rows (default: a part of --data).")]
    string? Test { get; set; }

    [Option("split", MetaValue = "COLUMN", HelpText = "Own data: the column that says train, validation or test.")]
    string? Split { get; set; }

    [Option("validation-share", MetaValue = "SHARE", HelpText = "Own data: the share held out for validation (default: 0.1).")]
    double? ValidationShare { get; set; }

    [Option("test-share", MetaValue = "SHARE", HelpText = "Own data: the share held out for the test (default: 0.1).")]
    double? TestShare { get; set; }

    [Option("split-seed", MetaValue = "N", HelpText = "Own data: seed of the draw of the rows held out (default: 1).")]
    int? SplitSeed { get; set; }

    [Option("delimiter", MetaValue = "CHARACTER",
        HelpText = "Own data: what is between cells: a character, or tab, comma, semicolon, pipe (default: found in the first lines).")]
    string? Delimiter { get; set; }

    [Option("tokenizer", MetaValue = "bytes|characters|words|bpe|FILE",
        HelpText = "Own data: what a token is; words and bpe are learned from training rows; FILE is a tokenizer.json (default: bytes).")]
    string? Tokenizer { get; set; }

    [Option("vocabulary", MetaValue = "N", HelpText = "Own data: most ids of characters, words and bpe (default: the model's).")]
    int? Vocabulary { get; set; }
}
