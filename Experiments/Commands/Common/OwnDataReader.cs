using SerpentDsl.Experiments.OwnData;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;

namespace SerpentDsl.Experiments.Commands.Common;

/// <summary>Reads from the options which data of one's own is meant.</summary>
internal static class OwnDataReader
{
    private const string Folders = "folders";
    private const string PlainText = "text";

    private static readonly Dictionary<string, (TableFormat Format, char? Delimiter)> s_formats = new()
    {
        ["csv"] = (TableFormat.Delimited, null),
        ["tsv"] = (TableFormat.Delimited, '\t'),
        ["jsonl"] = (TableFormat.JsonLines, null),
        ["parquet"] = (TableFormat.Parquet, null),
    };

    /// <summary>The settings of own data; null if the options mean a task's own files.</summary>
    /// <param name="options">The options.</param>
    /// <param name="data">The value of <c>--data</c>.</param>
    /// <param name="architecture">The architecture to train; null: none, the options alone decide.</param>
    /// <param name="task">The task that is named; null: none is.</param>
    /// <exception cref="UsageException">An option is missing, or contradicts another or the architecture.</exception>
    public static OwnDataSettings? Read(IOwnDataOptions options, string? data, ArchitectureSpec? architecture, string? task = null)
    {
        var given = Given(options);
        if (task is not null)
        {
            return given.Count == 0
                ? null
                : throw new UsageException(
                    $"The task {task} has data of its own, but {given[0].Option} describes other data. Leave out one.");
        }

        if (data is null)
        {
            return given.Count == 0
                ? null
                : throw new UsageException($"{given[0].Option} describes data of your own. Name its file with --data.");
        }

        if (given.Count == 0 && !File.Exists(data) && architecture is null or { Recipe: not null })
        {
            return null;
        }

        if (!Path.Exists(data))
        {
            throw new UsageException($"--data is {data}, which does not exist. Check the name.");
        }

        Require.AtLeast(2, options.Vocabulary, "--vocabulary");
        var settings = Settings(options, Path.GetFullPath(data));
        settings = settings with { Kind = architecture is null ? KindOf(options, data) : KindOf(architecture.Head, options, data) };
        RequireFitting(settings.Kind, given, architecture);
        return settings;
    }

    /// <summary>The options of data for a head, as an example.</summary>
    public static string ExampleFor(HeadSpec head) => head switch
    {
        LanguageModelHeadSpec => "--data corpus.txt",
        PairClassifierHeadSpec => "--data pairs.csv --text COLUMN --second COLUMN --label COLUMN",
        RegressorHeadSpec => "--data series.csv --target COLUMN",
        _ => "--data rows.csv --text COLUMN --label COLUMN",
    };

    private static OwnDataSettings Settings(IOwnDataOptions options, string path)
    {
        var (format, delimiter) = options.Format is null or Folders or PlainText ? ((TableFormat?)null, (char?)null)
            : s_formats.TryGetValue(options.Format, out var known) ? known
            : throw new UsageException(
                $"--format is '{options.Format}'; it must be {string.Join(", ", s_formats.Keys)}, {Folders} or {PlainText}.");
        return new OwnDataSettings(OwnDataKind.Table, path)
        {
            Validation = FullPath(options.Validation, "--validation"),
            Test = FullPath(options.Test, "--test"),
            SplitColumn = options.Split,
            ValidationShare = Share(options.ValidationShare, "--validation-share"),
            TestShare = Share(options.TestShare, "--test-share"),
            SplitSeed = options.SplitSeed ?? 1,
            Format = format,
            Delimiter = options.Delimiter is { } named ? DelimiterOf(named) : delimiter,
            Text = options.Text,
            Second = options.Second,
            Label = options.Label,
            Values = options.Values is null ? null : Columns(options.Values),
            Targets = options.Target is null ? [] : Columns(options.Target),
            Series = options.Series,
            Time = options.Time,
            Tokenizer = options.Tokenizer is { } file && File.Exists(file) ? Path.GetFullPath(file) : options.Tokenizer ?? "bytes",
            Vocabulary = options.Vocabulary,
        };
    }

    private static OwnDataKind KindOf(HeadSpec head, IOwnDataOptions options, string data) => head switch
    {
        LanguageModelHeadSpec => OwnDataKind.Text,
        PairClassifierHeadSpec => OwnDataKind.Pairs,
        RegressorHeadSpec => OwnDataKind.Series,
        _ => IsFolders(options, data) ? OwnDataKind.Folders : OwnDataKind.Table,
    };

    private static OwnDataKind KindOf(IOwnDataOptions options, string data) =>
        options.Second is not null ? OwnDataKind.Pairs
        : options.Text is not null ? OwnDataKind.Table
        : options.Series is not null || options.Target is not null || options.Values is not null || options.Label is not null
            ? OwnDataKind.Series
        : IsFolders(options, data) ? OwnDataKind.Folders
        : options.Format == PlainText || (options.Format is null && File.Exists(data) && !TableSettings.IsTable(data))
            ? OwnDataKind.Text
        : throw new UsageException($"What {data} holds is not said. Name the columns: --text and --label for texts with classes, --target "
            + "or --label for series; or --format folders or text.");

    private static bool IsFolders(IOwnDataOptions options, string data) => options.Format == Folders
        || (options.Format is null && options.Text is null && options.Label is null && Directory.Exists(data)
            && Directory.EnumerateDirectories(data).Any());

    /// <summary>Refuses options that the kind of data does not have, and names those that it needs.</summary>
    private static void RequireFitting(
        OwnDataKind kind, IReadOnlyList<(string Option, OwnDataKind[] Kinds)> given, ArchitectureSpec? architecture)
    {
        var reader = architecture is null ? "this data" : $"{architecture.Name}, declared [{architecture.Head.Kind}],";
        if (given.FirstOrDefault(entry => !entry.Kinds.Contains(kind)) is { Option: { } surplus })
        {
            throw new UsageException($"{surplus} does not apply: {reader} {Reads(kind)}. Leave it out.");
        }

        string[] needed = kind switch
        {
            OwnDataKind.Table => ["--text", "--label"],
            OwnDataKind.Pairs => ["--text", "--second", "--label"],
            _ => [],
        };
        string[] missing = [.. needed.Where(option => given.All(entry => entry.Option != option))];
        if (missing.Length > 0)
        {
            throw new UsageException($"{reader} {Reads(kind)}. Name the columns: {string.Join(" and ", missing)} "
                + $"{(missing.Length == 1 ? "is" : "are")} missing.");
        }

        if (kind == OwnDataKind.Series && given.Count(entry => entry.Option is "--target" or "--label") != 1)
        {
            throw new UsageException($"{reader} reads series. Name either the numbers to predict with --target, or the class "
                + "with --label.");
        }
    }

    private static string Reads(OwnDataKind kind) => kind switch
    {
        OwnDataKind.Table => "reads texts with a class",
        OwnDataKind.Pairs => "reads pairs of texts with a class",
        OwnDataKind.Folders => "reads text files in a folder for each class",
        OwnDataKind.Text => "reads running text",
        _ => "reads series of numbers",
    };

    /// <summary>The options that are given, with the kinds of data they are for.</summary>
    private static List<(string Option, OwnDataKind[] Kinds)> Given(IOwnDataOptions options)
    {
        var all = Enum.GetValues<OwnDataKind>();
        OwnDataKind[] tables = [OwnDataKind.Table, OwnDataKind.Pairs, OwnDataKind.Series];
        OwnDataKind[] texts = [OwnDataKind.Table, OwnDataKind.Pairs];
        OwnDataKind[] series = [OwnDataKind.Series];
        OwnDataKind[] drawn = [.. all.Except([OwnDataKind.Text])];
        OwnDataKind[] tokens = [.. all.Except(series)];
        (string Option, bool IsGiven, OwnDataKind[] Kinds)[] every =
        [
            ("--format", options.Format is not null, all),
            ("--text", options.Text is not null, texts),
            ("--second", options.Second is not null, [OwnDataKind.Pairs]),
            ("--label", options.Label is not null, tables),
            ("--values", options.Values is not null, series),
            ("--target", options.Target is not null, series),
            ("--series", options.Series is not null, series),
            ("--time", options.Time is not null, series),
            ("--validation", options.Validation is not null, all),
            ("--test", options.Test is not null, all),
            ("--split", options.Split is not null, tables),
            ("--validation-share", options.ValidationShare is not null, all),
            ("--test-share", options.TestShare is not null, all),
            ("--split-seed", options.SplitSeed is not null, drawn),
            ("--delimiter", options.Delimiter is not null, tables),
            ("--tokenizer", options.Tokenizer is not null, tokens),
            ("--vocabulary", options.Vocabulary is not null, tokens),
        ];
        return [.. every.Where(entry => entry.IsGiven).Select(entry => (entry.Option, entry.Kinds))];
    }

    private static string[] Columns(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static double Share(double? share, string option) => share is null or (> 0 and < 1)
        ? share ?? 0.1
        : throw new UsageException(FormattableString.Invariant($"{option} is {share}; it must be above 0 and below 1, such as 0.1."));

    private static char DelimiterOf(string named) => named switch
    {
        "tab" or "\\t" => '\t',
        "comma" => ',',
        "semicolon" => ';',
        "pipe" => '|',
        [var character] when TableSettings.CanDelimit(character) => character,
        _ => throw new UsageException($"--delimiter is '{named}'; it must be one ASCII character other than a letter, a digit or a quote, "
            + "or tab, comma, semicolon, pipe."),
    };

    private static string? FullPath(string? path, string option) => path is null ? null
        : Path.Exists(path) ? Path.GetFullPath(path)
        : throw new UsageException($"{option} is {path}, which does not exist. Check the name.");
}
