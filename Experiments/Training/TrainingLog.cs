using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Interruption;
using SerpentDsl.Experiments.Machine;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Specs;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Training;

/// <summary>Writes a training's metrics, checkpoints and training states to the run's folder.</summary>
internal sealed class TrainingLog : IDisposable
{
    private readonly ArchitectureSpec _architecture;
    private readonly Dataset _dataset;
    private readonly RunFolder _run;
    private readonly RunWriter _writer;
    private readonly TrainingProgress _progress;
    private readonly Learner _learner;
    private readonly CompressionMeter _compression;
    private readonly StepStart _stepStart;

    /// <summary>Held while parameters, counters and metrics change.</summary>
    private readonly Lock _change = new();
    private CompressionMeans? _compressionMeans;
    private TimeSpan _saved;

    /// <param name="architecture">The architecture to train.</param>
    /// <param name="dataset">The task's data.</param>
    /// <param name="run">The run's folder.</param>
    /// <param name="progress">The training's counters and scores.</param>
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
        _stepStart = new StepStart(learner.Module, _compression);
    }

    /// <summary>Steps taken since the last save.</summary>
    public int StepsSinceSave => _progress.Step - _writer.SavedStep;

    /// <summary>Time since the last save.</summary>
    public TimeSpan TimeSinceSave => _progress.Elapsed - _saved;

    /// <summary>Continues from a saved state.</summary>
    /// <param name="state">The progress in that state.</param>
    public void Restore(TrainingState state)
    {
        _compression.Restore(state.Compression);
        MarkSaved();
    }

    /// <summary>
    /// Resets the compression rates and the coverage. Used after an interrupted evaluation, which will be repeated.
    /// </summary>
    public void DropCompression() => _compression.Read();

    /// <summary>Adds a line to the metrics.</summary>
    /// <param name="kind">Kind of the line: <c>step</c>, <c>evaluation</c> or <c>end</c>.</param>
    /// <param name="metrics">The object with the line's other members.</param>
    /// <exception cref="RunWriteException">The folder cannot be written to.</exception>
    public void Append(string kind, object metrics) => _writer.Write(() => _run.Append(kind, metrics), _progress.Step);

    /// <summary>Writes a line with the means of the steps since the last such line, if there were any.</summary>
    /// <param name="learningRate">The recipe's learning rate times the schedule's factor.</param>
    public void AppendSteps(double learningRate)
    {
        lock (_change)
        {
            if (_progress.LogWindow.Steps == 0)
            {
                return;
            }

            _compressionMeans = _compression.Read();
            Append("step", Metrics(_progress.LogWindow, learningRate));
            _progress.LogWindow.Clear();
        }
    }

    /// <summary>Writes the current parameters as the run's best checkpoint.</summary>
    /// <param name="metrics">The evaluation of these parameters.</param>
    public void KeepBest(EvaluationMetrics metrics) =>
        _writer.Write(() => CheckpointFile.Write(_run.BestCheckpoint, About(metrics), _learner.Module), _progress.Step);

    /// <summary>Writes for each row of the test split whether the prediction was correct.</summary>
    /// <param name="outcomes">The predictions' correctness, row by row.</param>
    public void KeepOutcomes(TestOutcomes outcomes) => _writer.Write(() => outcomes.Write(_run.Path), _progress.Step);

    /// <summary>Saves the parameters, and the training state from which the training can be resumed.</summary>
    /// <exception cref="DivergenceException">A parameter is not finite; nothing was written.</exception>
    /// <exception cref="RunWriteException">The folder cannot be written to.</exception>
    public void Save()
    {
        if (FiniteWatch.FirstOf(_learner.Parameters()) is { } name)
        {
            // Only finite parameters are saved, so that a run always has a state to resume from.
            throw new DivergenceException($"the parameter {name} is not finite");
        }

        using var hold = LastResort.Hold();
        lock (_change)
        {
            _writer.Write(WriteState, _progress.Step);
            MarkSaved();
        }
    }

    /// <summary>Marks the beginning of a step, whose forward pass changes buffers of the model.</summary>
    public void BeginStep()
    {
        lock (_change)
        {
            _stepStart.Begin();
        }
    }

    /// <summary>Completes a step.</summary>
    /// <param name="change">Changes the parameters and the counters.</param>
    public void EndStep(Action change)
    {
        lock (_change)
        {
            change();
            _stepStart.End();
        }
    }

    /// <summary>
    /// Saves the training state from another thread than the one that trains, as it was before the step that is computed now. The lock is
    /// kept, so that nothing changes any more until the process ends.
    /// </summary>
    /// <returns>What is saved, in a sentence.</returns>
    /// <exception cref="RunWriteException">The folder cannot be written to.</exception>
    public string SaveForGood()
    {
        _change.Enter();
        if (StepsSinceSave > 0)
        {
            using var scope = NewDisposeScope();
            _writer.Write(() => WriteTrainingState(_stepStart.Buffers, _stepStart.Sums), _progress.Step);
            MarkSaved();
        }

        return File.Exists(_run.StateFile)
            ? $"The state after step {Figures.Count(_progress.Step)} is saved; '{RunnerCommand.Of(VerbNames.Resume)} {_run.Path}' goes on."
            : "No step was taken.";
    }

    /// <summary>Means over steps, for a line of metrics or the display.</summary>
    /// <param name="window">The steps.</param>
    /// <param name="learningRate">The recipe's learning rate times the schedule's factor, of the last step.</param>
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
        Compression = _compressionMeans?.Rates,
        Coverage = _compressionMeans?.Coverage,
    };

    /// <summary>An evaluation, for a line of metrics or the display.</summary>
    /// <param name="split">The split.</param>
    /// <param name="evaluation">The evaluation.</param>
    /// <param name="isBest">Whether this is the best validation so far.</param>
    public EvaluationMetrics Metrics(Split split, Evaluation evaluation, bool isBest)
    {
        var means = _compression.Read();
        return EvaluationMetrics.Of(
            evaluation, split.Name(), _progress.Step, _progress.Epoch, _dataset.LengthsOf(split).Count, isBest,
            _progress.Elapsed.TotalSeconds, _dataset.Baselines) with
        {
            Compression = means?.Rates,
            Coverage = means?.Coverage,
        };
    }

    public void Dispose()
    {
        _stepStart.Dispose();
        _compression.Dispose();
    }

    private void WriteState()
    {
        using (_learner.AverageInPlace())
        {
            CheckpointFile.Write(_run.LastCheckpoint, About(_progress.Best), _learner.Module);
        }

        WriteTrainingState(null, _compression.Sums());
    }

    private void WriteTrainingState(IReadOnlyDictionary<string, Tensor>? buffers, IReadOnlyDictionary<string, CompressionSum> compression)
    {
        // The state contains the length of the metrics file, so the metrics must be on the disk first.
        _run.FlushMetrics();
        CheckpointFile.Write(
            _run.StateFile,
            About(_progress.Best),
            _learner.Tensors(buffers),
            _progress.State(compression, _learner.Steps(), _run.MetricsBytes),
            _run.PreviousStateFile);
    }

    private void MarkSaved() => (_saved, _writer.SavedStep) = (_progress.Elapsed, _progress.Step);

    private Checkpoint About(EvaluationMetrics? best) => new(_architecture.FullName, _progress.Step, _progress.Epoch, best?.Accuracy);
}
