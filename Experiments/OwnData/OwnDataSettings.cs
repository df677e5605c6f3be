using System.Text.Json;
using System.Text.Json.Nodes;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.OwnData;

/// <summary>
/// Data that the command line names instead of a task. A run records it, so that it can be resumed and evaluated. Paths are full paths.
/// </summary>
internal sealed record OwnDataSettings(OwnDataKind Kind, string Path)
{
    public string? Validation { get; init; }

    public string? Test { get; init; }

    public string? SplitColumn { get; init; }

    public double ValidationShare { get; init; } = 0.1;

    public double TestShare { get; init; } = 0.1;

    public int SplitSeed { get; init; } = 1;

    public TableFormat? Format { get; init; }

    public char? Delimiter { get; init; }

    public string? Text { get; init; }

    public string? Second { get; init; }

    public string? Label { get; init; }

    public IReadOnlyList<string>? Values { get; init; }

    public IReadOnlyList<string> Targets { get; init; } = [];

    public string? Series { get; init; }

    public string? Time { get; init; }

    public string Tokenizer { get; init; } = "bytes";

    public int? Vocabulary { get; init; }

    /// <summary>The settings that a run has recorded; null if it has a task.</summary>
    /// <exception cref="UsageException">The entry was changed and cannot be read.</exception>
    public static OwnDataSettings? Of(JsonObject? configuration)
    {
        try
        {
            return configuration?["ownData"]?.Deserialize<OwnDataSettings>(JsonSettings.Indented) is not { } read ? null
                : read.IsWhole ? read
                : throw new JsonException("its path or a column is missing.");
        }
        catch (JsonException problem)
        {
            throw new UsageException($"The entry ownData of the run's run.json cannot be read: {problem.Message.Split(" Path:")[0]} The "
                + "file was changed; restore it from a copy.");
        }
    }

    private bool IsWhole => !string.IsNullOrEmpty(Path) && Targets is not null && Tokenizer is not null && Kind switch
    {
        OwnDataKind.Table => Text is not null && Label is not null,
        OwnDataKind.Pairs => Text is not null && Second is not null && Label is not null,
        _ => true,
    };

    /// <summary>The same form of data at another place, without files for validation and test.</summary>
    public OwnDataSettings At(string path) => this with { Path = path, Validation = null, Test = null };

    /// <summary>Makes the task, the same object that a class deriving from it declares.</summary>
    public ITask MakeTask()
    {
        var table = new TableSettings(Format, Delimiter);
        return Kind switch
        {
            OwnDataKind.Pairs => new PairTableTask(Path, Text!, Second!, Label!)
            {
                Settings = table,
                SplitColumn = SplitColumn,
                Validation = Validation,
                Test = Test,
                ValidationShare = ValidationShare,
                TestShare = TestShare,
                SplitSeed = SplitSeed,
                Tokenizer = Tokenizer,
                VocabularySize = Vocabulary,
            },
            OwnDataKind.Folders => new FolderTask(Path)
            {
                Validation = Validation,
                Test = Test,
                ValidationShare = ValidationShare,
                TestShare = TestShare,
                SplitSeed = SplitSeed,
                Tokenizer = Tokenizer,
                VocabularySize = Vocabulary,
            },
            OwnDataKind.Text => new TextFileTask(Path)
            {
                Validation = Validation,
                Test = Test,
                ValidationShare = ValidationShare,
                TestShare = TestShare,
                Tokenizer = Tokenizer,
                VocabularySize = Vocabulary,
            },
            OwnDataKind.Series => new SeriesTask(Path)
            {
                Settings = table,
                SplitColumn = SplitColumn,
                Validation = Validation,
                Test = Test,
                ValidationShare = ValidationShare,
                TestShare = TestShare,
                SplitSeed = SplitSeed,
                Values = Values,
                Targets = Targets,
                Label = Label,
                SeriesColumn = Series,
                TimeColumn = Time,
            },
            _ => new TableTask(Path, Text!, Label!)
            {
                Settings = table,
                SplitColumn = SplitColumn,
                Validation = Validation,
                Test = Test,
                ValidationShare = ValidationShare,
                TestShare = TestShare,
                SplitSeed = SplitSeed,
                Tokenizer = Tokenizer,
                VocabularySize = Vocabulary,
            },
        };
    }
}
