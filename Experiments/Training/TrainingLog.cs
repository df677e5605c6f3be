using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Machine;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Training;

/// <summary>What a training writes to its run's folder: metrics, checkpoints and the state that it can be resumed from.</summary>
internal sealed class TrainingLog : IDisposable
{
    private readonly ArchitectureSpec _architecture;
    private readonly Dataset _dataset;
    private readonly RunFolder _run;
    private readonly RunWriter _writer;
    private readonly TrainingProgress _progress;
    private readonly Learner _learner;
    private readonly CompressionMeter _compression;
    private IReadOnlyDictionary<string, double>? _realisedRates;
    private TimeSpan _saved;

    /// <param name="architecture">The architecture to train.</param>
    /// <param name="dataset">The task's data.</param>
    /// <param name="run">The run's folder.</param>
    /// <param name="progress">How far the training is.</param>
    /// <param name="learner">The model and its optimizer.</param>
    /// <param name="device">The model's device.</param>
    public TrainingLog(
        ArchitectureSpec architecture, Dataset dataset, RunFolder run, TrainingProgress progress, Learner learner, Device device)
    {
        _architecture = architecture;
        _dataset = dataset;
        _run = run;
        _writer = new RunWriter(run);
        _progress = progress;
        _learner = learner;
        _compression = new CompressionMeter(learner.Module, device);
    }

    /// <summary>Steps taken since the last save.</summary>
    public int StepsSinceSave => _progress.Step - _writer.SavedStep;

    /// <summary>Time since the last save.</summary>
    public TimeSpan TimeSinceSave => _progress.Elapsed - _saved;

    /// <summary>Continues the compression rates of a saved state, which is the last save.</summary>
    /// <param name="state">The state.</param>
    public void Restore(TrainingState state)
    {
        _compression.Restore(state.Compression);
        MarkSaved();
    }

    /// <summary>
    /// Forgets the compression rates since they were last read: those of an evaluation that was stopped and will be made again.
    /// </summary>
    public void DropCompression() => _compression.Read();

    /// <summary>Adds a line to the metrics.</summary>
    /// <param name="kind">What it is about.</param>
    /// <param name="metrics">Its members.</param>
    /// <exception cref="RunWriteException">The folder cannot be written to.</exception>
    public void Append(string kind, object metrics) => _writer.Write(() => _run.Append(kind, metrics), _progress.Step);

    /// <summary>Writes the means of the steps since the last such line, if there were any.</summary>
    /// <param name="learningRate">The recipe's learning rate as scheduled.</param>
    public void AppendSteps(double learningRate)
    {
        if (_progress.LogWindow.Steps > 0)
        {
            _realisedRates = _compression.Read();
            Append("step", Metrics(_progress.LogWindow, learningRate));
            _progress.LogWindow.Clear();
        }
    }

    /// <summary>Writes the current parameters as the run's best checkpoint.</summary>
    /// <param name="metrics">Their evaluation.</param>
    public void KeepBest(EvaluationMetrics metrics) =>
        _writer.Write(() => CheckpointFile.Write(_run.BestCheckpoint, About(metrics), _learner.Module), _progress.Step);

    /// <summary>Writes which rows of the test split were right.</summary>
    /// <param name="outcomes">The rows.</param>
    public void KeepOutcomes(TestOutcomes outcomes) => _writer.Write(() => outcomes.Write(_run.Path), _progress.Step);

    /// <summary>Saves the parameters, and everything that is needed to resume the training.</summary>
    /// <exception cref="DivergenceException">A parameter is not finite; nothing was written.</exception>
    /// <exception cref="RunWriteException">The folder cannot be written to.</exception>
    public void Save()
    {
        if (FiniteWatch.FirstOf(_learner.Parameters()) is { } name)
        {
            // What is saved is finite, so that there is always a state to resume from.
            throw new DivergenceException($"the parameter {name} is not finite");
        }

        _writer.Write(WriteState, _progress.Step);
        MarkSaved();
    }

    /// <summary>The means over steps, as the metrics have them.</summary>
    /// <param name="window">The steps.</param>
    /// <param name="learningRate">The recipe's learning rate as scheduled for the last of them.</param>
    public StepMetrics Metrics(StepWindow window, double learningRate) => new(
        _progress.Step,
        _progress.Epoch,
        window.Loss,
        window.Accuracy,
        learningRate,
        window.GradientNorm,
        window.TokensPerSecond,
        DisposeScopeManager.Statistics.ThreadTotalLiveCount,
        Environment.WorkingSet,
        _progress.Elapsed.TotalSeconds)
    {
        SequencesPerSecond = window.SequencesPerSecond,
        PeakBytes = ResidentMemory.Peak,
        Compression = _realisedRates,
    };

    /// <summary>An evaluation, as the metrics have it.</summary>
    /// <param name="split">The split.</param>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="isBest">Whether no earlier one was as good.</param>
    public EvaluationMetrics Metrics(Split split, Evaluation evaluation, bool isBest) =>
        EvaluationMetrics.Of(
            evaluation, split.Name(), _progress.Step, _progress.Epoch, _dataset.LengthsOf(split).Count, isBest,
            _progress.Elapsed.TotalSeconds, _dataset.Baselines) with
        {
            Compression = _compression.Read(),
        };

    public void Dispose() => _compression.Dispose();

    private void WriteState()
    {
        using (_learner.AverageInPlace())
        {
            CheckpointFile.Write(_run.LastCheckpoint, About(_progress.Best), _learner.Module);
        }

        // The state counts on these metrics, so they are on the disk before it.
        _run.FlushMetrics();
        CheckpointFile.Write(
            _run.StateFile,
            About(_progress.Best),
            _learner.Tensors(),
            _progress.State(_compression.Sums(), _learner.Steps(), _run.MetricsBytes),
            _run.PreviousStateFile);
    }

    private void MarkSaved() => (_saved, _writer.SavedStep) = (_progress.Elapsed, _progress.Step);

    private Checkpoint About(EvaluationMetrics? best) => new(_architecture.FullName, _progress.Step, _progress.Epoch, best?.Accuracy);
}
