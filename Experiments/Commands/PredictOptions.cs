using System.Text;
using CommandLine;
using SerpentDsl.Experiments.Commands.Common;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Predictions;
using SerpentDsl.Io;
using SerpentDsl.Specs;
using SerpentDsl.Tasks.Predictions;
using TorchSharp;

namespace SerpentDsl.Experiments.Commands;

/// <summary><c>predict</c>: writes a model's answers to rows of a file, or to texts.</summary>
[Verb("predict", HelpText = "Predict the classes of texts, or the numbers of series, with a run's model.")]
internal sealed class PredictOptions : TrainedModelOptions, ICommandOptions
{
    private const string All = "all";

    [Option("input", MetaValue = "FILE", HelpText = "Rows to predict: CSV, TSV, JSON Lines or Parquet, by the name's ending.")]
    public string? Input { get; set; }

    [Repeatable]
    [Option("text", MetaValue = "TEXT", HelpText = "A text to predict, instead of a file. May be given several times.")]
    public string? Content { get; set; }

    [Repeatable]
    [Option("second", MetaValue = "TEXT", HelpText = "For models of pairs: the second text, one for each --text.")]
    public string? Second { get; set; }

    [Option("column", MetaValue = "NAME", HelpText = "The column of the text (default: text; of pairs: first).")]
    public string? Column { get; set; }

    [Option("second-column", MetaValue = "NAME", HelpText = "For models of pairs: the column of the second text (default: second).")]
    public string? SecondColumn { get; set; }

    [Option("values", Separator = ',', MetaValue = "NAMES",
        HelpText = "For series: the columns of the values, separated by commas (default: all that are not kept).")]
    public IEnumerable<string> Values { get; set; } = [];

    [Option("series", MetaValue = "NAME", HelpText = "For series in several rows each: the column that names the series of a row.")]
    public string? Series { get; set; }

    [Option("time", MetaValue = "NAME", HelpText = "With --series: the column that orders the rows (default: the order of the file).")]
    public string? Time { get; set; }

    [Option("keep", Separator = ',', MetaValue = "NAMES|all",
        HelpText = "Columns of the input to write beside the predictions, separated by commas, or all of them.")]
    public IEnumerable<string> Keep { get; set; } = [];

    [Option("top", MetaValue = "N", HelpText = "Write the N most probable classes (default: the probabilities of all).")]
    public int? Top { get; set; }

    [Option("output", MetaValue = "FILE", HelpText = "Write to a file (default: the standard output).")]
    public string? Output { get; set; }

    [Option("format", MetaValue = "csv|jsonl", HelpText = "Form of the output (default: by the output's name, else csv).")]
    public string? Format { get; set; }

    [Option("batch-size", Default = Predictor.DefaultBatchSize, MetaValue = "N", HelpText = "Rows that the model reads at once.")]
    public int BatchSize { get; set; }

    /// <summary>Forms of the output.</summary>
    private enum OutputFormat
    {
        Csv,
        Jsonl,
    }

    public int Execute(CommandContext context)
    {
        Require.AtLeast(1, Top, "--top");
        Require.AtLeast(1, BatchSize, "--batch-size");
        var format = FormatOf();
        if (Input is null == (Content is null))
        {
            throw new UsageException("'predict' needs rows: a file with --input, or texts with --text; one of the two.");
        }

        if (Output is not null && Input is not null && Path.GetFullPath(Output) == Path.GetFullPath(Input))
        {
            throw new UsageException($"--output is the file of --input, {Input}, which would be lost. Name another file.");
        }

        var (run, architecture) = OpenRun(context);
        var device = torch.device(PrepareDevice());
        using var predictor = Usage(() => Predictor.Load(run, architecture, device, EncoderOfTask(run, architecture, context)));
        var table = Input is null ? OfTexts(predictor, architecture) : PredictionTable.Read(
            Input, predictor, ColumnsOf(), cancellation: context.Cancellation);
        if (Output is null)
        {
            Write(predictor, table, format, context.Terminal.Output, context);
        }
        else
        {
            AtomicFile.Write(Output, stream =>
            {
                using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true);
                Write(predictor, table, format, writer, context);
            });
            context.Terminal.Note($"{Figures.Plural(table.Rows.Count, "prediction")} in {Output}");
        }

        return ExitCode.Success;
    }

    private void Write(Predictor predictor, PredictionTable table, OutputFormat format, TextWriter target, CommandContext context)
    {
        PredictionWriter writer = format == OutputFormat.Csv
            ? new CsvPredictionWriter(target, table.Kept, predictor.Labels ?? [], predictor.Outputs ?? [], Top)
            : new JsonPredictionWriter(target, table.Kept, Top);
        var cut = 0;

        // So many rows at a time that their batches hold rows of similar length, and few enough that the first answers come soon.
        var window = 32 * BatchSize;
        for (var start = 0; start < table.Rows.Count; start += window)
        {
            PredictionRow[] rows = [.. table.Rows.Skip(start).Take(window)];
            var predictions = Usage(() => predictor.Predict(rows, BatchSize, context.Cancellation));
            for (var i = 0; i < rows.Length; i++)
            {
                writer.Write(table.Cells[start + i], predictions[i]);
                cut += predictions[i].IsCut ? 1 : 0;
            }
        }

        target.Flush();
        if (cut > 0)
        {
            context.Terminal.Note($"{Figures.Count(cut)} of {Figures.Plural(table.Rows.Count, "row")} had more than "
                + $"{Figures.Count(predictor.MaxLength)} positions, which is all the model reads; their ends were not read.");
        }
    }

    private PredictionTable OfTexts(Predictor predictor, ArchitectureSpec architecture)
    {
        if (predictor.Input == PredictionInput.Series)
        {
            throw new UsageException($"{architecture.Name} reads series of numbers, not texts. Give them as a file with --input.");
        }

        string[] texts = RepeatedOptions.Split(Content), seconds = RepeatedOptions.Split(Second);
        var isPair = predictor.Input == PredictionInput.Pair;
        if (seconds.Length != (isPair ? texts.Length : 0))
        {
            throw new UsageException(isPair
                ? $"{architecture.Name} reads pairs: {texts.Length} --text and {seconds.Length} --second are given. Give one --second for "
                    + "each --text."
                : $"{architecture.Name} reads single texts. Leave out --second.");
        }

        return new PredictionTable(
            [],
            [.. texts.Select((text, i) => isPair ? PredictionRow.Of(text, seconds[i]) : PredictionRow.Of(text))],
            [.. texts.Select(_ => Array.Empty<string?>())]);
    }

    private PredictionColumns ColumnsOf() => new()
    {
        Text = Column,
        Second = SecondColumn,
        Values = Values.Any() ? [.. Values] : null,
        Series = Series,
        Time = Time,
        Kept = [.. Keep.Where(name => name != All)],
        KeepsAll = Keep.Contains(All),
    };

    private OutputFormat FormatOf() => Format is not null ? Require.Choice<OutputFormat>(Format, "--format")
        : Path.GetExtension(Output) is ".jsonl" or ".ndjson" ? OutputFormat.Jsonl
        : OutputFormat.Csv;
}
