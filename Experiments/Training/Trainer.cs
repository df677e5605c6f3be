using System.Diagnostics;
using System.Globalization;
using SerpentDsl.Experiments.Benchmarks;
using SerpentDsl.Experiments.Workloads;
using SerpentDsl.Io;
using SerpentDsl.Specs;
using SerpentDsl.Tasks.Batches;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Training;

/// <summary>
/// Trains a model: AdamW on the cross-entropy of length-sorted batches, an evaluation after every epoch, the parameters
/// that are best on the validation split kept and in the end evaluated on the test split.
/// </summary>
internal sealed class Trainer : IDisposable
{
    private readonly ArchitectureSpec _architecture;
    private readonly Workload _workload;
    private readonly TrainingOptions _options;
    private readonly RunFolder _run;
    private readonly RunWriter _writer;
    private readonly ITrainingObserver _observer;
    private readonly Device _device;
    private readonly TrainingBatches _batches;
    private readonly TrainingPlan _plan;
    private readonly LearningRateSchedule _schedule;
    private readonly Patience _patience;
    private readonly ISequenceModel _model;
    private readonly Learner _learner;
    private readonly CompressionMeter _compression;
    private readonly TrainingProgress _progress = new();
    private IReadOnlyDictionary<string, double>? _realisedRates;
    private TimeSpan _saved;

    /// <param name="architecture">What is trained.</param>
    /// <param name="workload">On what.</param>
    /// <param name="options">How.</param>
    /// <param name="run">Where it is kept.</param>
    /// <param name="observer">Whom to tell.</param>
    /// <param name="from">The state to go on from; null: from the beginning.</param>
    /// <exception cref="SafetensorsException">The state is of another model.</exception>
    public Trainer(
        ArchitectureSpec architecture,
        Workload workload,
        TrainingOptions options,
        RunFolder run,
        ITrainingObserver observer,
        CheckpointFile? from = null)
    {
        _architecture = architecture;
        _workload = workload;
        _options = options;
        _run = run;
        _writer = new RunWriter(run);
        _observer = observer;
        _device = device(options.Device);
        _batches = new TrainingBatches(workload.LengthsOf(Split.Train), options.BatchSize, options.Seed);
        _plan = PlanOf(workload, options);
        _schedule = LearningRateSchedule.Create(options.Schedule, _plan.TotalSteps, _plan.WarmupSteps, options.Patience);
        _patience = new Patience(options.Schedule == Schedule.Plateau ? 0 : options.Patience);

        manual_seed(options.Seed);
        _model = architecture.Create();

        // Moving replaces parameters, so it comes before the optimizer takes them.
        _model.Module.to(_device);
        _compression = new CompressionMeter(_model.Module, _device);
        _learner = new Learner(_model, workload, options, _device);
        if (from is null)
        {
            return;
        }

        try
        {
            Restore(from);
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>What a training will do.</summary>
    public static TrainingPlan PlanOf(Workload workload, TrainingOptions options) =>
        TrainingPlan.For(options, workload.LengthsOf(Split.Train).Count / options.BatchSize);

    /// <summary>Trains until the plan is done, patience is spent, the loss is no number, or the user stops it.</summary>
    public TrainingResult Run(CancellationToken cancellation)
    {
        _observer.Begin(_plan);
        _progress.Start();
        TrainingStatus status;
        EvaluationMetrics? test = null;
        string? problem = null;
        try
        {
            (status, test) = TrainAndTest(cancellation);
        }
        catch (DivergenceException divergence)
        {
            status = TrainingStatus.Diverged;
            problem = Explain(divergence, cancellation);
        }

        FlushLog();
        var result = new TrainingResult(status, _progress.Step, _progress.Elapsed.TotalSeconds, _progress.Best, test, problem);
        Append("end", result);
        return result;
    }

    public void Dispose()
    {
        _learner.Dispose();
        _compression.Dispose();
        _model.Dispose();
    }

    private (TrainingStatus Status, EvaluationMetrics? Test) TrainAndTest(CancellationToken cancellation)
    {
        TrainingStatus status;
        try
        {
            status = Train(cancellation) ? TrainingStatus.Completed : TrainingStatus.StoppedEarly;
        }
        catch (OperationCanceledException)
        {
            Save();
            return (TrainingStatus.Interrupted, null);
        }

        try
        {
            return (status, EvaluateBest(cancellation));
        }
        catch (OperationCanceledException)
        {
            return (TrainingStatus.Interrupted, null);
        }
    }

    /// <returns>Whether all steps were taken.</returns>
    private bool Train(CancellationToken cancellation)
    {
        _model.Module.train();
        if (_progress.Epoch == 0 && !_progress.IsEvaluated)
        {
            EvaluateUntrained(cancellation);
        }

        while (true)
        {
            if (_progress.IsEvaluated)
            {
                if (_progress.Step == _plan.TotalSteps)
                {
                    return true;
                }

                if (_patience.IsSpent)
                {
                    _observer.Notice($"No better validation {_workload.Criterion} for {Epochs(_options.Patience)}: stopping.");
                    return false;
                }

                _progress.BeginEpoch();
            }

            TrainEpoch(cancellation);
            EndEpoch(cancellation);
        }
    }

    private void TrainEpoch(CancellationToken cancellation)
    {
        _workload.BeginEpoch(_progress.Epoch);
        foreach (int[] rows in _batches.Epoch(_progress.Epoch).Skip(_progress.BatchesTaken).Take(_plan.TotalSteps - _progress.Step))
        {
            cancellation.ThrowIfCancellationRequested();
            TakeStep(rows);
            if (_progress.Step - _writer.SavedStep >= _options.CheckpointEvery || _progress.Elapsed - _saved > _options.CheckpointInterval)
            {
                Save();
            }
        }
    }

    /// <summary>Where the training starts from, on the rows it is judged by: the losses of a few single batches would not tell.</summary>
    private void EvaluateUntrained(CancellationToken cancellation)
    {
        Evaluation evaluation = Evaluate(Split.Validation, cancellation);
        EvaluationMetrics metrics = Metrics(Split.Validation, evaluation, isBest: false);
        Append("evaluation", metrics);
        _observer.Evaluated(metrics, training: null);
        _progress.IsEvaluated = true;
        Save();
    }

    private void TakeStep(int[] rows)
    {
        long began = Stopwatch.GetTimestamp();
        using DisposeScope scope = NewDisposeScope();
        StepWindow.Sample sample = _learner.Differentiate(rows, _progress.Step + 1, _schedule.FactorAt(_progress.Step));
        if (!double.IsFinite(sample.Loss))
        {
            throw new DivergenceException($"the loss is {sample.Loss.ToString(CultureInfo.InvariantCulture)}");
        }

        double? norm = _learner.ClipGradient();
        if (norm is { } length && !double.IsFinite(length))
        {
            throw new DivergenceException($"the norm of the gradient is {length.ToString(CultureInfo.InvariantCulture)}");
        }

        _learner.Step(_progress.Step + 1);
        sample = sample with { GradientNorm = norm, Seconds = Stopwatch.GetElapsedTime(began).TotalSeconds };
        _progress.Took(sample);
        _observer.Step(Metrics(new StepWindow(sample)));
        if (_progress.Step == 1 || _progress.Step % _plan.LogInterval == 0)
        {
            FlushLog();
        }
    }

    private void EndEpoch(CancellationToken cancellation)
    {
        FlushLog();
        Save();
        double score;
        EvaluationMetrics metrics;
        using (_learner.AverageInPlace())
        {
            Evaluation evaluation = Evaluate(Split.Validation, cancellation);
            score = _workload.Score(evaluation);
            _progress.Scored(score);
            bool better = _patience.Observe(score);
            metrics = Metrics(Split.Validation, evaluation, better);
            if (better)
            {
                _progress.Best = metrics;
                Keep(() => CheckpointFile.Write(_run.BestCheckpoint, About(metrics), _model.Module));
            }
        }

        Append("evaluation", metrics);
        _observer.Evaluated(metrics, Metrics(_progress.EpochWindow));
        _progress.EpochWindow.Clear();
        if (_schedule.EndEpoch(score))
        {
            double rate = _options.LearningRate * _schedule.FactorAt(_progress.Step);
            _observer.Notice(string.Create(CultureInfo.InvariantCulture, $"No better validation {_workload.Criterion} for {Epochs(_options.Patience)}: the learning rate is now {rate:0.0e+0}."));
        }

        _progress.IsEvaluated = true;
        Save();
    }

    private EvaluationMetrics EvaluateBest(CancellationToken cancellation)
    {
        ModuleState.Load(_model.Module, CheckpointFile.Read(_run.BestCheckpoint).Model, _run.BestCheckpoint);
        Evaluation evaluation = Evaluate(Split.Test, cancellation);
        EvaluationMetrics metrics = Metrics(Split.Test, evaluation, isBest: false) with { Step = _progress.Best!.Step, Epoch = _progress.Best.Epoch };
        Append("evaluation", metrics);
        if (evaluation.Outcomes is { } outcomes)
        {
            Keep(() => new TestOutcomes(_workload.Fingerprint(Split.Test), outcomes).Write(_run.Path));
        }

        _observer.Evaluated(metrics, training: null);
        return metrics;
    }

    private Evaluation Evaluate(Split split, CancellationToken cancellation)
    {
        int rows = (int)Math.Min(_workload.LengthsOf(split).Count, _options.EvaluationRows ?? ((long)_plan.TotalSteps * _options.BatchSize));
        _observer.Evaluating(split.Name(), 0, rows);
        try
        {
            return Evaluation.Of(
                _model, _workload, split, rows, _options.BatchSize, _device, done => _observer.Evaluating(split.Name(), done, rows), cancellation);
        }
        catch (OperationCanceledException)
        {
            // It will be made again from its first row, so that what this half of it compressed counts for nothing.
            _compression.Read();
            throw;
        }
    }

    private void Save()
    {
        if (FiniteWatch.FirstOf(_learner.Parameters()) is { } name)
        {
            // What is saved is good, so that there is always something to go back to.
            throw new DivergenceException($"the parameter {name} is not finite");
        }

        Keep(() =>
        {
            using (_learner.AverageInPlace())
            {
                CheckpointFile.Write(_run.LastCheckpoint, About(_progress.Best), _model.Module);
            }

            // Metrics that a state counts on are on the disk before it.
            _run.FlushMetrics();
            CheckpointFile.Write(
                _run.StateFile,
                About(_progress.Best),
                _learner.Tensors(),
                _progress.State(_compression.Sums(), _learner.Steps(), _run.MetricsBytes),
                _run.PreviousStateFile);
        });
        (_saved, _writer.SavedStep) = (_progress.Elapsed, _progress.Step);
    }

    private Checkpoint About(EvaluationMetrics? best) => new(_architecture.FullName, _progress.Step, _progress.Epoch, best?.Accuracy);

    private void Restore(CheckpointFile checkpoint)
    {
        using DisposeScope scope = NewDisposeScope();
        TrainingState state = checkpoint.Training!;
        _learner.Restore(checkpoint);
        _compression.Restore(state.Compression);
        foreach (double score in state.Scores)
        {
            _patience.Observe(score);
            _schedule.EndEpoch(score);
        }

        _progress.Restore(checkpoint.About, state);
        (_saved, _writer.SavedStep) = (_progress.Elapsed, _progress.Step);
    }

    private void Append(string kind, object metrics) => Keep(() => _run.Append(kind, metrics));

    private void Keep(Action write) => _writer.Write(write, _progress.Step);

    private void FlushLog()
    {
        if (_progress.LogWindow.Steps > 0)
        {
            _realisedRates = _compression.Read();
            Append("step", Metrics(_progress.LogWindow));
            _progress.LogWindow.Clear();
        }
    }

    private StepMetrics Metrics(StepWindow window) => new(
        _progress.Step,
        _progress.Epoch,
        window.Loss,
        window.Accuracy,
        _options.LearningRate * _schedule.FactorAt(_progress.Step - 1),
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

    private EvaluationMetrics Metrics(Split split, Evaluation evaluation, bool isBest) =>
        EvaluationMetrics.Of(
            evaluation, split.Name(), _progress.Step, _progress.Epoch, _workload.LengthsOf(split).Count, isBest, _progress.Elapsed.TotalSeconds, _workload.Baselines) with
        {
            Compression = _compression.Read(),
        };

    private static string Epochs(int count) => count == 1 ? "1 epoch" : $"{count} epochs";

    private string Explain(DivergenceException divergence, CancellationToken cancellation)
    {
        double rate = _options.LearningRate * _schedule.FactorAt(_progress.Step);
        string where = string.Create(CultureInfo.InvariantCulture, $"Diverged at step {_progress.Step + 1} (epoch {_progress.Epoch}, learning rate {rate:0.0e+0}): {divergence.Message}.");
        string cause = new DivergenceSearch(_learner, _workload, _batches, _schedule, _observer).Run(_run.StateFile, _progress.Epoch, _progress.Step, cancellation);
        return $"{where} {cause} The last good parameters are in {_run.LastCheckpoint}. A lower --learning-rate, or a GradientClip in the recipe, may help.";
    }
}
