using System.Diagnostics;
using SerpentDsl.Experiments.Checkpoints;
using SerpentDsl.Experiments.Evaluations;

namespace SerpentDsl.Experiments.Training;

/// <summary>The progress of a training: its counters and scores.</summary>
internal sealed class TrainingProgress
{
    private readonly Stopwatch _time = new();
    private readonly List<double> _scores = [];
    private TimeSpan _before;

    /// <summary>Steps taken.</summary>
    public int Step { get; private set; }

    /// <summary>The epoch, from 1; 0 before the first.</summary>
    public int Epoch { get; private set; }

    /// <summary>Batches of the epoch that were trained on.</summary>
    public int BatchesTaken { get; private set; }

    /// <summary>Whether the epoch's evaluation is done: the next thing is another epoch, or the end.</summary>
    public bool IsEvaluated { get; set; }

    /// <summary>The best evaluation, if there was one.</summary>
    public EvaluationMetrics? Best { get; set; }

    /// <summary>The steps since the last line of metrics.</summary>
    public StepWindow LogWindow { get; } = new();

    /// <summary>The steps of the epoch.</summary>
    public StepWindow EpochWindow { get; } = new();

    /// <summary>How long the training took, without the time in which it was ended.</summary>
    public TimeSpan Elapsed => _before + _time.Elapsed;

    /// <summary>Starts the clock.</summary>
    public void Start() => _time.Start();

    /// <summary>Another epoch begins.</summary>
    public void BeginEpoch() => (Epoch, BatchesTaken, IsEvaluated) = (Epoch + 1, 0, false);

    /// <summary>A step was taken.</summary>
    public void Took(StepSample sample)
    {
        Step++;
        BatchesTaken++;
        EpochWindow.Add(sample);
        LogWindow.Add(sample);
    }

    /// <summary>An epoch was judged.</summary>
    /// <param name="score">Its validation score.</param>
    public void Scored(double score) => _scores.Add(score);

    /// <summary>What a checkpoint keeps of it.</summary>
    /// <param name="compression">The compression rates since they were last read.</param>
    /// <param name="optimizerSteps">The steps that the optimizer took with each parameter.</param>
    /// <param name="metricsBytes">How much of the metrics was written.</param>
    public TrainingState State(
        IReadOnlyDictionary<string,
        CompressionSum> compression,
        IReadOnlyDictionary<string,
        long> optimizerSteps,
        long metricsBytes) => new()
        {
            BatchesTaken = BatchesTaken,
            IsEvaluated = IsEvaluated,
            Scores = _scores,
            Best = Best,
            LogWindow = LogWindow.Totals,
            EpochWindow = EpochWindow.Totals,
            Compression = compression,
            OptimizerSteps = optimizerSteps,
            Seconds = Elapsed.TotalSeconds,
            MetricsBytes = metricsBytes,
        };

    /// <summary>Continues from a checkpoint.</summary>
    /// <param name="about">The checkpoint.</param>
    /// <param name="state">What it kept.</param>
    public void Restore(Checkpoint about, TrainingState state)
    {
        (Step, Epoch, BatchesTaken, IsEvaluated) = (about.Step, about.Epoch, state.BatchesTaken, state.IsEvaluated);
        (Best, _before) = (state.Best, TimeSpan.FromSeconds(state.Seconds));
        (LogWindow.Totals, EpochWindow.Totals) = (state.LogWindow, state.EpochWindow);
        _scores.AddRange(state.Scores);
    }
}
