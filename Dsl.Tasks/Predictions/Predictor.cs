using SerpentDsl.Specs;
using static TorchSharp.torch;

namespace SerpentDsl.Tasks.Predictions;

/// <summary>
/// Predicts classes or numbers with a trained model. Rows are encoded as those of the training were. Any number of threads may call it;
/// their calls take turns.
/// </summary>
public sealed class Predictor : IDisposable
{
    /// <summary>Rows per batch where none are given.</summary>
    public const int DefaultBatchSize = 32;

    private readonly Lock _turn = new();
    private readonly ISequenceModel _model;
    private readonly RowForm _form;
    private readonly LabelSet _labels;
    private readonly Device _device;

    private Predictor(ISequenceModel model, RowForm form, LabelSet labels, int maxLength, PredictionColumns trained)
    {
        (_model, _form, _labels, MaxLength, TrainedColumns) = (model, form, labels, maxLength, trained);
        _device = model.Module.parameters().First().device;
    }

    /// <summary>What the model predicts from.</summary>
    public PredictionInput Input => _form.Input;

    /// <summary>Names of the classes in the order of their numbers; null for a regression.</summary>
    public IReadOnlyList<string>? Labels => _labels.Classes;

    /// <summary>What each number of a series' position is; null for text.</summary>
    public IReadOnlyList<SeriesColumn>? Columns => _labels.Inputs;

    /// <summary>The columns of the table that was trained on.</summary>
    internal PredictionColumns TrainedColumns { get; }

    /// <summary>Names of the numbers of a regression; null for a classification.</summary>
    public IReadOnlyList<string>? Outputs => _labels.Outputs is { } outputs ? [.. outputs.Select(output => output.Name)] : null;

    /// <summary>Longest sequence that is read, in positions; longer rows keep their beginning.</summary>
    public int MaxLength { get; }

    /// <summary>Loads the model of a run.</summary>
    /// <typeparam name="T">The declared class.</typeparam>
    /// <param name="run">The run's folder.</param>
    /// <param name="device">The model's device; null: the CPU.</param>
    /// <returns>Owned by the caller.</returns>
    /// <exception cref="TaskDataException">The folder is no run, or does not hold what turns text into ids.</exception>
    /// <exception cref="Io.SafetensorsException">The checkpoint is damaged, or is one of another model.</exception>
    /// <exception cref="ArgumentException">The model is a language model, or answers at every position.</exception>
    public static Predictor Load<T>(string run, Device? device = null)
        where T : IArchitecture => Load(TrainedRun.Open(run), T.Spec, device);

    /// <summary>Loads the model of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="architecture">The declared architecture.</param>
    /// <param name="device">The model's device; null: the CPU.</param>
    /// <param name="encoder">Turns text into ids; null: as the run's folder says.</param>
    /// <returns>Owned by the caller.</returns>
    /// <exception cref="TaskDataException">The folder does not hold what turns text into ids.</exception>
    /// <exception cref="Io.SafetensorsException">The checkpoint is damaged, or is one of another model.</exception>
    /// <exception cref="ArgumentException">The model is a language model, or answers at every position.</exception>
    public static Predictor Load(
        TrainedRun run, ArchitectureSpec architecture, Device? device = null, ISequenceEncoder? encoder = null)
    {
        RequirePrediction(architecture);
        var isText = architecture.Head is not RegressorHeadSpec;
        var reader = isText ? encoder ?? run.ReadEncoder() : null;
        var labels = run.ReadLabels() ?? LabelsOf(architecture, run);
        var rowLength = Math.Min(run.RowLength ?? int.MaxValue, architecture.Head.MaxLength);
        var maxLength = Math.Min(run.MaxLength ?? int.MaxValue, rowLength);
        var model = run.LoadModel(architecture, device);
        try
        {
            RequireFitting(labels, architecture, run);
            RowForm form = reader is not null
                ? new TextForm(model, reader, rowLength, maxLength)
                : new SeriesForm((ISequenceRegressor)model, (RegressorHeadSpec)architecture.Head, labels, maxLength);
            return new Predictor(model, form, labels, maxLength, run.Columns);
        }
        catch
        {
            model.Dispose();
            throw;
        }
    }

    /// <summary>Predicts from a text.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentException">The text is empty, or the model reads no single texts.</exception>
    public Prediction Predict(string text) => Predict([PredictionRow.Of(text)])[0];

    /// <summary>Predicts from two texts.</summary>
    /// <param name="first">The first text.</param>
    /// <param name="second">The second text.</param>
    /// <exception cref="ArgumentException">A text is empty, or the model reads no pairs.</exception>
    public Prediction Predict(string first, string second) => Predict([PredictionRow.Of(first, second)])[0];

    /// <summary>Predicts from rows.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="batchSize">Rows that the model reads at once.</param>
    /// <param name="cancellation">Stops between two batches.</param>
    /// <returns>The predictions in the order of the rows.</returns>
    /// <exception cref="ArgumentException">A row is empty or malformed, or of another kind than the model reads; the message says which
    /// if there are several.</exception>
    public IReadOnlyList<Prediction> Predict(
        IReadOnlyList<PredictionRow> rows, int batchSize = DefaultBatchSize, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(batchSize);
        PreparedRow[] prepared = [.. rows.Select((row, index) => Prepare(row, rows.Count > 1 ? $"Row {index + 1}: " : ""))];
        var predictions = new Prediction[rows.Count];
        lock (_turn)
        {
            // Rows of similar length together, so that little padding is read.
            foreach (var batch in Enumerable.Range(0, rows.Count).OrderBy(index => prepared[index].Length).Chunk(batchSize))
            {
                cancellation.ThrowIfCancellationRequested();
                Run(batch, prepared, predictions);
            }
        }

        return predictions;
    }

    /// <summary>Number of positions of a row, also of those that are cut: ids of a text, of a pair those of the longer text.</summary>
    /// <param name="row">The row.</param>
    /// <exception cref="ArgumentException">The row is empty or malformed, or of another kind than the model reads.</exception>
    public int LengthOf(PredictionRow row) => Prepare(row, "").WholeLength;

    /// <summary>Frees the model.</summary>
    public void Dispose() => _model.Dispose();

    private static void RequireFitting(LabelSet labels, ArchitectureSpec architecture, TrainedRun run)
    {
        var answers = architecture.Head switch
        {
            ClassifierHeadSpec classifier => classifier.Classes,
            PairClassifierHeadSpec pair => pair.Classes,
            RegressorHeadSpec regressor => regressor.Outputs,
            _ => 0,
        };
        var named = labels.Classes?.Count ?? labels.Outputs?.Count ?? answers;
        if (named != answers)
        {
            throw new TaskDataException($"{Path.Combine(run.Folder, LabelFile.FileName)} names {named} answers, but {architecture.Name} "
                + $"has {answers}. Restore the file from a copy.");
        }
    }

    private static void RequirePrediction(ArchitectureSpec architecture)
    {
        if (architecture.Head is LanguageModelHeadSpec)
        {
            throw new ArgumentException($"{architecture.Name} is declared [{architecture.Head.Kind}], which continues text; only "
                + "classifiers and regressors predict.");
        }

        if (architecture.Head is RegressorHeadSpec { Pooling: Pooling.None })
        {
            throw new ArgumentException($"{architecture.Name} is declared with Pooling.None, so that it answers at every position; rows "
                + "with one answer need another pooling.");
        }
    }

    private static LabelSet LabelsOf(ArchitectureSpec architecture, TrainedRun run) => architecture.Head switch
    {
        ClassifierHeadSpec head => new LabelSet(LabelSet.NamesOf(null, head.Classes)),
        PairClassifierHeadSpec head => new LabelSet(LabelSet.NamesOf(null, head.Classes)),
        _ => throw new TaskDataException(
            $"{run.Folder} has no {LabelFile.FileName}, which says how the numbers of a series are scaled. Train again."),
    };

    private PreparedRow Prepare(PredictionRow row, string where)
    {
        if (row.Kind != Input)
        {
            throw new ArgumentException($"{where}The model reads {NameOf(Input)}, not {NameOf(row.Kind)}.");
        }

        try
        {
            return _form.Prepare(row);
        }
        catch (Exception problem) when (where.Length > 0 && problem is ArgumentException or FormatException or TaskDataException)
        {
            throw new ArgumentException($"{where}{problem.Message}", problem);
        }
    }

    private void Run(int[] batch, PreparedRow[] prepared, Prediction[] predictions)
    {
        using var scope = NewDisposeScope();
        using var noGradient = no_grad();
        var answers = _form.Run([.. batch.Select(index => prepared[index])], _device);
        var numbers = (_labels.Classes is null ? answers.to(ScalarType.Float64) : answers.to(ScalarType.Float64).softmax(1))
            .cpu().contiguous().data<double>().ToArray();
        var width = numbers.Length / batch.Length;
        for (var i = 0; i < batch.Length; i++)
        {
            predictions[batch[i]] = Name(numbers.AsSpan(i * width, width)) with { IsCut = prepared[batch[i]].IsCut };
        }
    }

    private Prediction Name(ReadOnlySpan<double> numbers)
    {
        if (_labels.Classes is { } names)
        {
            var classes = new ClassProbability[numbers.Length];
            for (var label = 0; label < classes.Length; label++)
            {
                classes[label] = new ClassProbability(names[label], numbers[label]);
            }

            return new Prediction { Classes = [.. classes.OrderByDescending(entry => entry.Probability)] };
        }

        var values = new NamedValue[numbers.Length];
        for (var output = 0; output < values.Length; output++)
        {
            var column = _labels.Outputs![output];
            values[output] = new NamedValue(column.Name, (numbers[output] * column.Scale) + column.Mean);
        }

        return new Prediction { Values = values };
    }

    private static string NameOf(PredictionInput input) => input switch
    {
        PredictionInput.Text => "texts",
        PredictionInput.Pair => "pairs of texts",
        _ => "series of numbers",
    };
}
