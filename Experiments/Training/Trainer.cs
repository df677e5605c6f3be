using System.Diagnostics;
using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Datasets;
using SerpentDsl.Experiments.Evaluations;
using SerpentDsl.Experiments.Interruption;
using SerpentDsl.Experiments.Objectives;
using SerpentDsl.Experiments.Output;
using SerpentDsl.Experiments.Runs;
using SerpentDsl.Io;
using SerpentDsl.Specs;
using SerpentDsl.Tasks.Batches;
using TorchSharp;
using static TorchSharp.torch;

namespace SerpentDsl.Experiments.Training;

/// <summary>
/// Trains a model with AdamW on the loss of length-sorted batches. Evaluates the model after every epoch, saves the parameters
/// that are best on the validation split, and evaluates them on the test split at the end.
/// </summary>
internal sealed class Trainer : IDisposable
{
    private readonly Dataset _dataset;
    private readonly TrainingOptions _options;
    private readonly RunFolder _run;
    private readonly ITrainingObserver _observer;
    private readonly Func<int, IReadOnlyList<int[]>> _batches;
    private readonly TrainingPlan _plan;
    private readonly LearningRateSchedule _schedule;
    private readonly Patience _patience;
    private readonly ISequenceModel _model;
    private readonly Objective _objective;
    private readonly Learner _learner;
    private readonly TrainingEvaluator _evaluator;
    private readonly TrainingLog _log;
    private readonly TrainingProgress _progress = new();

    /// <param name="architecture">The architecture to train.</param>
    /// <param name="dataset">The task's data.</param>
    /// <param name="options">The training options.</param>
    /// <param name="run">The run's folder.</param>
    /// <param name="observer">Receives the training's events.</param>
    /// <param name="from">The state to resume from; null: the training starts from the beginning.</param>
    /// <exception cref="SafetensorsException">The state belongs to another model.</exception>
    public Trainer(
        ArchitectureSpec architecture, Dataset dataset, TrainingOptions options, RunFolder run, ITrainingObserver observer,
        CheckpointFile? from = null)
    {
        _dataset = dataset;
        _options = options;
        _run = run;
        _observer = observer;
        var target = device(options.Device);
        var rows = dataset.LengthsOf(Split.Train);
        _batches = options.CarryState is true
            ? _ => OrderedBatches.Of(rows.Count, options.BatchSize)
            : new TrainingBatches(rows, options.BatchSize, options.Seed).Epoch;
        _plan = TrainingPlan.Of(dataset, options);
        _schedule = LearningRateSchedule.Create(options.Schedule, _plan.TotalSteps, _plan.WarmupSteps, options.Patience);
        _patience = new Patience(options.Schedule == Schedule.Plateau ? 0 : options.Patience);

        manual_seed(options.Seed);
        _model = architecture.Create();

        // Moving the model replaces its parameters, so they are frozen, and the optimizer is created, afterwards.
        _model.Module.to(target);
        _objective = Objective.Of(_model);
        var tuning = FineTuning.Apply(_model, architecture, options, loads: from is null);
        _learner = new Learner(_model, dataset, options, tuning.Groups, target);
        _log = new TrainingLog(architecture, dataset, run, _progress, _learner, target);
        _evaluator = new TrainingEvaluator(_model, dataset, options, target, observer, _log, _progress);
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

    /// <summary>Trains until all steps are taken, patience is spent, the training diverges, or the user stops it.</summary>
    /// <param name="cancellation">Stops the training between two steps and saves a checkpoint.</param>
    public TrainingResult Run(CancellationToken cancellation)
    {
        using var lastResort = LastResort.Register(_log.SaveForGood);
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
            var search = new DivergenceSearch(_learner, _dataset, _batches, _schedule, _observer);
            problem = search.Explain(divergence, _run, _progress, RateOf(_progress.Step), cancellation);
        }

        AppendSteps();
        var result = new TrainingResult(status, _progress.Step, _progress.Elapsed.TotalSeconds, _progress.Best, test, problem);
        _log.Append("end", result);
        return result;
    }

    public void Dispose()
    {
        _learner.Dispose();
        _log.Dispose();
        _model.Dispose();
    }

    private (TrainingStatus Status, EvaluationMetrics? Test) TrainAndTest(CancellationToken cancellation)
    {
        TrainingStatus? trained = null;
        try
        {
            trained = Train(cancellation) ? TrainingStatus.Completed : TrainingStatus.StoppedEarly;
            return (trained.Value, _evaluator.TestBest(_run.BestCheckpoint, cancellation));
        }
        catch (OperationCanceledException)
        {
            if (trained is null)
            {
                _log.Save();
            }

            return (TrainingStatus.Interrupted, null);
        }
    }

    /// <returns>Whether all steps were taken.</returns>
    private bool Train(CancellationToken cancellation)
    {
        _model.Module.train();
        if (_progress.Epoch == 0 && !_progress.IsEvaluated)
        {
            _evaluator.ValidateUntrained(cancellation);
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
                    _observer.Notice($"{NoBetter()}: stopping.");
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
        _dataset.BeginEpoch(_progress.Epoch);
        if (_progress.BatchesTaken == 0)
        {
            _learner.BeginEpoch();
        }

        foreach (var rows in _batches(_progress.Epoch).Skip(_progress.BatchesTaken).Take(_plan.TotalSteps - _progress.Step))
        {
            cancellation.ThrowIfCancellationRequested();
            TakeStep(rows);
            if (_log.StepsSinceSave >= _options.CheckpointEvery || _log.TimeSinceSave > _options.CheckpointInterval)
            {
                _log.Save();
            }
        }
    }

    private void TakeStep(int[] rows)
    {
        var began = Stopwatch.GetTimestamp();
        using var scope = NewDisposeScope();
        _log.BeginStep();
        var sample = _learner.Differentiate(rows, _progress.Step + 1, _schedule.FactorAt(_progress.Step));
        DivergenceException.ThrowIfNotFinite(sample.Loss, "the loss");
        var norm = _learner.ClipGradient();
        DivergenceException.ThrowIfNotFinite(norm ?? 0, "the norm of the gradient");
        _log.EndStep(() =>
        {
            _learner.Step(_progress.Step + 1);
            sample = sample with { GradientNorm = norm, Seconds = Stopwatch.GetElapsedTime(began).TotalSeconds };
            _progress.Took(sample);
        });
        _observer.Step(_log.Metrics(new StepWindow(sample), RateOf(_progress.Step - 1)));
        if (_progress.Step == 1 || _progress.Step % _plan.LogInterval == 0)
        {
            AppendSteps();
        }
    }

    private void EndEpoch(CancellationToken cancellation)
    {
        AppendSteps();
        _log.Save();
        double score;
        EvaluationMetrics metrics;
        using (_learner.AverageInPlace())
        {
            var evaluation = _evaluator.Validate(cancellation);
            score = _objective.Score(evaluation.Loss, evaluation.Accuracy);
            _progress.Scored(score);
            var better = _patience.Observe(score);
            metrics = _log.Metrics(Split.Validation, evaluation, better);
            if (better)
            {
                _progress.Best = metrics;
                _log.KeepBest(metrics);
            }
        }

        _log.Append("evaluation", metrics);
        _observer.Evaluated(metrics, _log.Metrics(_progress.EpochWindow, RateOf(_progress.Step - 1)));
        _progress.EpochWindow.Clear();
        if (_schedule.EndEpoch(score))
        {
            _observer.Notice($"{NoBetter()}: the learning rate is now {Figures.Rate(RateOf(_progress.Step))}.");
        }

        _progress.IsEvaluated = true;
        _log.Save();
    }

    private void Restore(CheckpointFile checkpoint)
    {
        using var scope = NewDisposeScope();
        var state = checkpoint.Training!;
        _learner.Restore(checkpoint);
        foreach (var score in state.Scores)
        {
            _patience.Observe(score);
            _schedule.EndEpoch(score);
        }

        _progress.Restore(checkpoint.About, state);
        _log.Restore(state);
    }

    /// <summary>The recipe's learning rate times the schedule's factor for a step.</summary>
    /// <param name="step">Number of the step, from 0.</param>
    private double RateOf(int step) => _options.LearningRate * _schedule.FactorAt(step);

    private void AppendSteps() => _log.AppendSteps(RateOf(_progress.Step - 1));

    private string NoBetter() => $"No better validation {_objective.Criterion} for {Figures.Plural(_options.Patience, "epoch")}";
}
