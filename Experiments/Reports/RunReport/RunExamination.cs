using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Inspection;
using SerpentDsl.Experiments.Objectives;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Generation;
using SerpentDsl.Resampling;
using SerpentDsl.Specs;
using SerpentDsl.Tasks;
using SerpentDsl.Tasks.Batches;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Reports.RunReport;

/// <summary>Runs the model of a run over rows of its task, for the sections of a report that need more than the metrics.</summary>
internal sealed class RunExamination
{
    private const int Texts = 3;
    private const int PromptTokens = 32;
    private const int WrittenTokens = 96;
    private const int InspectedTokens = 96;
    private const double Temperature = 0.8;
    private const int TopK = 50;

    private readonly ModelSource _source;
    private readonly ITask _task;
    private readonly TaskContext _data;
    private readonly Device _device;
    private readonly CancellationToken _cancellation;

    /// <param name="source">The model, on the CPU. An evaluation moves it to the device.</param>
    /// <param name="task">The run's task.</param>
    /// <param name="data">The folders for data and cache.</param>
    /// <param name="device">The device for evaluations.</param>
    /// <param name="cancellation">Stops between two batches or tokens.</param>
    public RunExamination(ModelSource source, ITask task, TaskContext data, Device device, CancellationToken cancellation)
    {
        _source = source;
        _task = task;
        _data = data;
        _device = device;
        _cancellation = cancellation;
    }

    private bool Compresses => _source.Model.Module.named_modules().Any(entry => entry.module is CompressionLayer);

    /// <summary>The learned intervals of a text; null if the model has none.</summary>
    public TextInspection? Inspect(string text) => Inspect(() => TextTokens.Of(_task, text, _data, _cancellation));

    /// <summary>
    /// Runs the model over the test split: a confusion matrix or generated texts, and for models that resample the intervals of the first
    /// row.
    /// </summary>
    /// <param name="insights">Earlier results, to which the new ones are added.</param>
    /// <param name="maxLength">The run's maximum length, in tokens; null: none.</param>
    /// <param name="batchSize">Rows per batch.</param>
    public RunInsights Evaluate(RunInsights insights, int? maxLength, int batchSize)
    {
        ArchitectureFit.CheckKind(_source.Architecture, _task);
        if (_task is IFittedTask fitted)
        {
            fitted.Fit(_source.Architecture.Head);
        }
        else
        {
            ArchitectureFit.Check(_source.Architecture, _task, maxLength);
        }

        switch (_task)
        {
            case ILanguageTask language:
                using (var splits = language.Load(_data, _cancellation))
                {
                    var inspection = Inspect(
                        () => TextTokens.Of(splits.Tokenizer, Read(splits.Test.Tokens, 0, InspectedTokens)));
                    var samples = _source.Model is IStreamingModel model ? Continue(model, splits) : null;
                    return insights with { Inspection = inspection, Samples = samples };
                }

            case ISequenceTask sequences:
                var rows = sequences.Load(_data, _cancellation);
                using (var dataset = new SequenceDataset(rows, maxLength))
                {
                    return Classify(
                        insights,
                        dataset,
                        rows.Encoder,
                        rows.Test[0].Tokens,
                        ((ClassifierHeadSpec)_source.Architecture.Head).Classes,
                        batchSize);
                }

            case IPairTask pairs:
                var both = pairs.Load(_data, _cancellation);
                using (var dataset = new PairDataset(both, maxLength))
                {
                    return Classify(
                        insights,
                        dataset,
                        both.Encoder,
                        both.Test[0].First,
                        ((PairClassifierHeadSpec)_source.Architecture.Head).Classes,
                        batchSize);
                }

            case ISeriesTask series:
                var numbers = series.Load(_data, _cancellation);
                using (var dataset = new SeriesDataset(numbers, series.Outputs, series.IsClassification, maxLength))
                {
                    return series.IsClassification ? insights with { Confusion = Confuse(dataset, series.Outputs, batchSize) } : insights;
                }

            default:
                throw new UsageException($"{_task.Name} is of a kind that reports cannot evaluate. Leave out --evaluate.");
        }
    }

    private static int[] Read(TokenStream stream, long from, int count)
    {
        var tokens = new int[Math.Min(count, stream.Count - from)];
        stream.Read(from, tokens);
        return tokens;
    }

    private TextInspection? Inspect(Func<IReadOnlyList<TextToken>> tokens) =>
        Compresses ? TextInspection.Of(_source, [.. tokens().Take(_source.Architecture.Head.MaxLength)]) : null;

    private RunInsights Classify(
        RunInsights insights, Dataset dataset, ISequenceEncoder? encoder, ReadOnlyMemory<ushort> row, int classes, int batchSize)
    {
        var inspection = Inspect(() => TextTokens.Of(encoder, row[..Math.Min(InspectedTokens, row.Length)].ToArray()));
        return insights with { Inspection = inspection, Confusion = Confuse(dataset, classes, batchSize) };
    }

    private ConfusionMatrix Confuse(Dataset dataset, int classes, int batchSize)
    {
        var answers = new List<(int Label, int Predicted)>();
        var objective = Objective.Of(_source.Model);
        _source.Model.Module.to(_device);
        using var noGradient = no_grad();
        var lengths = dataset.LengthsOf(Split.Test);
        foreach (var rows in EvaluationBatches.Of(lengths, batchSize, lengths.Count))
        {
            _cancellation.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            using var batch = dataset.Read(Split.Test, rows, _device);
            answers.AddRange(objective.Run(batch).Answers!);
            _data.Progress?.Report(new TaskProgress("reading the test split", answers.Count, lengths.Count));
        }

        return ConfusionMatrix.Of(Split.Test.Name(), classes, answers);
    }

    /// <summary>Continues texts of the test split, at positions at equal distances.</summary>
    private TextSample[] Continue(IStreamingModel model, LanguageSplits splits)
    {
        _source.Model.Module.to(_device);
        var text = splits.Test.Tokens;
        var samples = new List<TextSample>();
        for (var number = 0; number < Texts; number++)
        {
            var from = text.Count * number / Texts;
            var prompt = Read(text, from, PromptTokens);
            var sampling = new SamplingOptions { Temperature = Temperature, TopK = TopK, Seed = number + 1 };
            using var generator = new TokenGenerator(model, splits.Tokenizer.Vocabulary, [new TokenSampler(sampling)]);
            int[] written = [.. generator.Continue(prompt).TakeWhile(_ => !_cancellation.IsCancellationRequested).Take(WrittenTokens)];
            _cancellation.ThrowIfCancellationRequested();
            samples.Add(new TextSample(
                splits.Tokenizer.Decode(prompt),
                splits.Tokenizer.Decode(written),
                splits.Tokenizer.Decode(Read(text, from + prompt.Length, WrittenTokens))));
            _data.Progress?.Report(new TaskProgress("writing text", samples.Count, Texts));
        }

        return [.. samples];
    }
}
